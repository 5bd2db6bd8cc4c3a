using Holdfast.Domain.Accounts;
using Holdfast.Domain.Official;
using Holdfast.Domain.Time;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.Server.Verification;

/// <summary>What can be said of what somebody asks about.</summary>
/// <param name="Reason">A stable word; null where it is ours.</param>
/// <param name="Value">What was asked for in the form that is compared; null for a code.</param>
/// <param name="Label">What it is for, where it is on the official list.</param>
/// <param name="Until">Until when that holds; null for no end.</param>
/// <param name="Message">The announcement, for a code.</param>
internal sealed record Verified(
    Verdict Verdict, string? Reason, string? Value = null, string? Label = null, Instant? Until = null, VerifiedMessage? Message = null);

/// <summary>An announcement as it was sent.</summary>
/// <param name="To">Where it went, most of it hidden.</param>
internal sealed record VerifiedMessage(string Announcement, string Kind, Instant SentAt, string To, string Subject, string[] Text);

/// <summary>The one place that says of anything whether it is ours: for the API and for the page.</summary>
internal sealed class Verifier(ILog log, Installation installation, InstallationClock clock)
{
    /// <param name="what">`code`, or a kind of the official list.</param>
    /// <param name="to">Where a message came; null: that is not asked.</param>
    public Verified Verify(string what, string text, string? to) => what == "code" ? Code(text, to) : Listed((OfficialKind)Array.IndexOf(OfficialEntry.Kinds, what), text);

    private Verified Listed(OfficialKind kind, string text)
    {
        var answer = OfficialAnswer.Of(installation.State.Official, kind, text, clock.Wall());
        var reason = answer.Verdict switch
        {
            Verdict.Ours => null,
            Verdict.NotOurs => "unknown",
            _ => answer.Value is null ? "unreadable" : "numberAlone",
        };
        return new Verified(answer.Verdict, reason, answer.Value, answer.Entry?.Label, answer.Entry?.Until);
    }

    private Verified Code(string text, string? to)
    {
        if (AnnouncementCodes.Read(text) is not { } code || Find(code) is not { } found) return new(Verdict.NotOurs, "unknown");
        if (to is not null && !string.Equals(to, found.To.To, StringComparison.OrdinalIgnoreCase)) return new(Verdict.NotOurs, "otherRecipient");
        if (found.Announced.Until is not { } until || clock.Wall() > until) return new(Verdict.NotOurs, "expired");
        var (said, sentAt) = (found.Announced, clock.Shown(found.At));
        return new(Verdict.Ours, null, Until: clock.Shown(until), Message: new(said.Announcement, said.Kind, sentAt, Hide(found.To), said.Subject, said.Text));
    }

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
