using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.Server.Verification;

/// <summary>Whether a message is ours, for whoever holds its code.</summary>
internal sealed class VerifyEndpoints(Api api, ILog log, InstallationClock clock)
{
    private const string Note = "This says nothing about a person on the phone. We never call you.";

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/verify", api.Public(http => ValueTask.FromResult(Verify(http)))).Is(Operations.Verify);

    private Answered Verify(HttpContext http)
    {
        if (Query.Verifying(http) is not { } asked) return Query.Wrong;
        if (AnnouncementCodes.Read(asked.Code) is not { } code || Find(code) is not { } found) return No("unknown");
        if (asked.To is { } to && !string.Equals(to, found.To.To, StringComparison.OrdinalIgnoreCase)) return No("otherRecipient");
        return found.Announced.Until is not { } until || clock.Wall() > until ? No("expired") : Yes(found, until);
    }

    private Answered Yes(Found found, Instant until) => new(200, Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("answer", "ours");
        json.WriteString("announcement", found.Announced.Announcement);
        json.WriteString("kind", found.Announced.Kind);
        json.WriteString("sentAt", clock.Shown(found.At).ToString());
        json.WriteString("until", clock.Shown(until).ToString());
        json.WriteString("to", Hide(found.To));
        json.WriteString("subject", found.Announced.Subject);
        json.WriteStartArray("text");
        foreach (var line in found.Announced.Text) json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteString("note", Note);
        json.WriteEndObject();
    }));

    private static Answered No(string reason) => new(200, Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("answer", "notOurs");
        json.WriteString("reason", reason);
        json.WriteString("note", Note);
        json.WriteEndObject();
    }));

    private Found? Find(string code)
    {
        if (log.Find(AnnouncementCodes.Key(code)) is not { } position) return null;
        for (var next = position; log.ReadAt(next) is { Body: not null } stored; next++)
            if (EventCodec.Read(stored) is OwnerEvent.Announced announced)
                return Array.Find(announced.To, t => string.Equals(t.Code, code, StringComparison.Ordinal)) is { } to
                    ? new Found(announced, to, new Instant(stored.At))
                    : null;
        return null;
    }

    /// <summary>Enough for the recipient to know himself by.</summary>
    private static string Hide(Telling to)
    {
        var at = to.To.IndexOf('@', StringComparison.Ordinal);
        return at > 0 ? $"{to.To[0]}…{to.To[at..]}" : to.Kind;
    }

    private sealed record Found(OwnerEvent.Announced Announced, Telling To, Instant At);
}
