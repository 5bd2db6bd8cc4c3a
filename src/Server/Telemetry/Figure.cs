using System.Globalization;
using System.Text;

namespace Holdfast.Server.Telemetry;

/// <summary>One figure that an operator watches, for `/metrics` and for OpenTelemetry alike.</summary>
/// <param name="Name">As OpenTelemetry writes it: `holdfast.log.head`.</param>
/// <param name="Unit">`s`, `By`, or in braces what is counted.</param>
internal sealed record Figure(string Name, string Unit, string Help, Func<double> Read)
{
    /// <summary>Whether it only grows.</summary>
    public bool IsCounter { get; init; }

    /// <summary>The same name by OpenTelemetry's rules for Prometheus: `holdfast_clock_behind_seconds`.</summary>
    public string PrometheusName => Name.Replace('.', '_') + Unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        _ => "",
    } + (IsCounter ? "_total" : "");

    /// <summary>The text format 0.0.4 of Prometheus.</summary>
    public static string Page(IEnumerable<Figure> figures)
    {
        var page = new StringBuilder();
        foreach (var figure in figures)
        {
            var name = figure.PrometheusName;
            page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {figure.Help}\n");
            page.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {(figure.IsCounter ? "counter" : "gauge")}\n");
            page.Append(CultureInfo.InvariantCulture, $"{name} {figure.Read():0.###}\n");
        }
        return page.ToString();
    }
}
