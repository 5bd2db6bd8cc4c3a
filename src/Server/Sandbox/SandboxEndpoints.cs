using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Gate;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;
using Holdfast.Storage;

namespace Holdfast.Server.Sandbox;

/// <summary>The test clock; a production installation has no such route.</summary>
internal sealed class SandboxEndpoints(Api api, InstallationClock clock, Installation installation, Messenger messenger, ILog log, GateParts gate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sandbox/clock", api.Get(Door.Any, (_, _) => ValueTask.FromResult(Now()))).Is(Operations.ReadClock);
        routes.MapPost("/sandbox/clock", api.Post(Door.Any, AdvanceAsync)).Is(Operations.AdvanceClock);
    }

    private async ValueTask<Answered> AdvanceAsync(Ask ask)
    {
        var reading = Bodies.Clock(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        await messenger.CatchUpAsync(ask.Http.RequestAborted);
        await gate.Ring.CatchUpAsync(ask.Http.RequestAborted);
        if (!clock.Advance(body.Advance))
            return Problems.Of([new Mistake(422, "spanOutOfRange", "/advance", $"the test clock goes to {Instant.Latest} at most")]);
        messenger.Dispatcher.Wake();
        await clock.MarkAsync(log);
        await gate.Mark.MarkAsync();
        return await installation.KeepAsync(Now(), ask.Request);
    }

    private Answered Now() => new(200, Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("now", clock.Shown(clock.Sure()).ToString());
        json.WriteEndObject();
    }));
}
