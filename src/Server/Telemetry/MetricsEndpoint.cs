using System.Text;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Telemetry;

/// <summary>The figures to alert on, for whoever may read the feed: they tell how much is going on, but of nobody.</summary>
internal sealed class MetricsEndpoint(Api api, Figures figures)
{
    private const string TextFormat = "text/plain; version=0.0.4; charset=utf-8";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", api.Get(Door.Feed, (_, _) => ValueTask.FromResult(
        new Answered(200, Encoding.UTF8.GetBytes(Figure.Page(figures.All))) { ContentType = TextFormat }))).Is(Operations.ReadMetrics);
}
