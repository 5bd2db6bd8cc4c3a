using System.Text.Json;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Verification;
using Holdfast.Storage;

namespace Holdfast.Server.Hosting;

/// <summary>Whether it lives, whether it may be called, and the key that permits are checked with.</summary>
internal sealed class HealthEndpoints(
    Api api, ILog log, InstallationClock clock, Installation installation, PublicKeys keys, Messenger messenger,
    ServerOptions options)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", api.Public(_ => ValueTask.FromResult(new Answered(200, """{"status":"ok"}"""u8.ToArray())))).Is(Operations.Live);
        routes.MapGet("/readyz", api.Public(_ => ValueTask.FromResult(Ready()))).Is(Operations.Ready);
        routes.MapGet("/.well-known/jwks.json", api.Public(_ => ValueTask.FromResult(new Answered(200, keys.Jwks()))))
            .Is(Operations.PermitKeys);
    }

    private Answered Ready() => new(log.IsAvailable ? 200 : 503, Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("status", log.IsAvailable ? "ready" : "unavailable");
        json.WriteString("mode", options.Sandbox ? "sandbox" : "production");
        json.WriteString("log", log.IsAvailable ? "ok" : "unavailable");
        json.WriteString("clock", clock.Behind > TimeSpan.Zero ? "behind" : "ok");
        if (clock.Behind > TimeSpan.Zero) json.WriteString("behindBy", Spans.Format(clock.Behind));
        WriteTelling(json);
        WritePolicy(json);
        json.WriteEndObject();
    }));

    private void WriteTelling(Utf8JsonWriter json)
    {
        var tells = options.Sandbox || options.Smtp is not null || installation.Current.Policy.PlatformTells;
        json.WriteString("telling", !tells ? "noHoldWillStart" : messenger.IsFailing ? "failing" : "ok");
    }

    private void WritePolicy(Utf8JsonWriter json)
    {
        var state = installation.State;
        json.WriteStartObject("policy");
        json.WriteNumber("version", state.Policy.Version);
        json.WriteOptional("since", state.PolicySince, clock.Shown);
        if (state.Pending is { } pending)
        {
            json.WriteStartObject("pending");
            json.WriteString("digest", pending.Digest);
            json.WriteString("state", pending.IsAgreed ? "held" : "awaitingTwoStaff");
            json.WriteStartArray("waits");
            foreach (var value in pending.Waits) json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteOptional("effectiveAt", pending.EffectiveAt, clock.Shown);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
