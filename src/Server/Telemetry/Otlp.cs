using System.Reflection;
using Holdfast.Storage.Sqlite;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// Sends spans, figures and log lines over OTLP (http/protobuf) to one address. All settings are made here: the environment
/// variables of OpenTelemetry, which the exporter would read, change neither where anything goes nor what it says.
/// </summary>
internal sealed class Otlp : IDisposable
{
    private static readonly TimeSpan FiguresEvery = TimeSpan.FromSeconds(15);

    private readonly TracerProvider spans;
    private readonly MeterProvider figures;

    public Otlp(Uri to)
    {
        spans = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .SetSampler(new AlwaysOnSampler())
            .AddSource(Sources.Name)
            .AddOtlpExporter(otlp => Send(otlp, to, "traces"))
            .Build();
        // the framework's meters name routes and statuses, never paths
        figures = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddMeter(Sources.Name, SqliteLog.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddOtlpExporter((otlp, reader) =>
            {
                Send(otlp, to, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)FiguresEvery.TotalMilliseconds;
            })
            .Build();
    }

    /// <summary>Log lines go the same way, beside the console.</summary>
    public static void SendLines(ILoggingBuilder logging, Uri to) => logging.AddOpenTelemetry(lines =>
    {
        lines.SetResourceBuilder(Resource());
        (lines.IncludeFormattedMessage, lines.IncludeScopes) = (true, false);
        lines.AddOtlpExporter(otlp => Send(otlp, to, "logs"));
    });

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        spans.Dispose();
        figures.Dispose();
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty().AddService(
        "holdfast", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3));

    private static void Send(OtlpExporterOptions otlp, Uri to, string what)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(to.AbsoluteUri.TrimEnd('/') + "/v1/" + what);
        otlp.Headers = "";
        otlp.TimeoutMilliseconds = 10_000;
        otlp.HttpClientFactory = () => new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(10),
        };
    }
}
