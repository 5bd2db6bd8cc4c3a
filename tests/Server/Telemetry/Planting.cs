using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Telemetry;

/// <summary>A sandbox with a route `/planted` that does what it should not.</summary>
public sealed class Planting : RunningServer
{
    public Planting(Func<HttpContext, ILogger, Task> plant)
        : base(sandbox: true)
    {
        Launch = options => HoldfastServer.StartAsync(options, (routes, _) => routes.MapGet("/planted", (RequestDelegate)(http =>
            plant(http, http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Holdfast.Planted")))));
    }
}
