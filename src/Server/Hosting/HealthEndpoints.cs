using System.Text.Json;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Configuration;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Verification;
using Holdfast.Server.Witnessing;
using Holdfast.Storage;

namespace Holdfast.Server.Hosting;

/// <summary>Whether it lives, whether it may be called, and the key that permits are checked with.</summary>
internal sealed class HealthEndpoints(
    Api api, ILog log, InstallationClock clock, Installation installation, PublicKeys keys, Messenger messenger,
    DataFolder folder, ServerOptions options, Witness witness)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", api.Public(_ => ValueTask.FromResult(new Answered(200, """{"status":"ok"}"""u8.ToArray())))).Is(Operations.Live);
        routes.MapGet("/readyz", api.Public(_ => ValueTask.FromResult(Ready()))).Is(Operations.Ready);
        routes.MapGet("/.well-known/jwks.json", api.Public(_ => ValueTask.FromResult(new Answered(200, keys.Jwks()))))
            .Is(Operations.PermitKeys);
    }

    private Answered Ready()
    {
        var isAvailable = log.IsAvailable && CanRead();
        return Ready(isAvailable, isAvailable && !installation.IsRolledBack);
    }

    /// <summary>A disk that takes what is written may still fail to give it back.</summary>
    private bool CanRead()
    {
        try
        {
            return log.Head == 0 || log.ReadAt(log.Head) is not null;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    private Answered Ready(bool isAvailable, bool isReady) => new(isReady ? 200 : 503, Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("status", isReady ? "ready" : "unavailable");
        json.WriteString("mode", options.Sandbox ? "sandbox" : "production");
        json.WriteString("log", !isAvailable ? "unavailable" : installation.IsRolledBack ? "rolledBack" : "ok");
        WriteRollback(json);
        json.WriteString("witness", witness.IsFailing ? "failing" : "ok");
        json.WriteString("clock", clock.Behind > TimeSpan.Zero ? "behind" : "ok");
        if (clock.Behind > TimeSpan.Zero) json.WriteString("behindBy", Spans.Format(clock.Behind));
        WriteTelling(json);
        WritePolicy(json);
        WriteNotes(json);
        json.WriteEndObject();
    }));

    /// <summary>What is missing, and by what digest two staff members accept to go on without it.</summary>
    private void WriteRollback(Utf8JsonWriter json)
    {
        if (installation.State.Rollback is not { IsOpen: true } rollback) return;
        json.WriteStartObject("rollback");
        json.WriteString("digest", rollback.Digest);
        json.WriteNumber("head", rollback.Head);
        json.WriteNumber("seen", rollback.Seen[^1].Position);
        json.WriteString("text",
            $"the log had {rollback.Head} events at the start and lacks what was seen up to event {rollback.Seen[^1].Position}: an older "
            + "copy was restored, or another log put in its place. Restore the right one, or let two staff members accept this by an "
            + "act `rollback` with this digest; what is missing is lost then, vetoes and freezes too.");
        json.WriteEndObject();
    }

    private void WriteTelling(Utf8JsonWriter json)
    {
        var tells = Note.Tells(options, installation.Current.Policy);
        json.WriteString("telling", !tells ? "noHoldWillStart" : messenger.IsFailing ? "failing" : "ok");
    }

    /// <summary>What a start with nothing given leaves open.</summary>
    private void WriteNotes(Utf8JsonWriter json)
    {
        json.WriteStartArray("notes");
        foreach (var note in Note.Of(options, installation.Current.Policy, folder.FirstTokens()))
        {
            json.WriteStartObject();
            json.WriteString("code", note.Code);
            json.WriteString("text", note.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
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
