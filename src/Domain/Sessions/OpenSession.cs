using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Sessions;

/// <summary>
/// Signs somebody in: by a link of the platform, which shows and stops, or by a factor in force, which may ask for changes, too. Each
/// sign-in is a new session with a new token, and the one that the browser had ends.
/// </summary>
/// <param name="Id">The id that the session gets.</param>
/// <param name="Hash">SHA-256 of its token in lower-case hex.</param>
/// <param name="Link">The hash of the link that is spent; null where a factor signs in.</param>
/// <param name="Consent">The factor that signs in, checked by the host; null where a link does.</param>
/// <param name="Replaces">The session that the browser had; null for none.</param>
public sealed record OpenSession(
    string Account, string Id, string Hash, string? Link, Consent? Consent, string? Replaces, string? Device, Instant Wall)
{
    public static Outcome Decide(OwnerState state, OpenSession open, Policy policy, Instant at)
    {
        if (state.Find(open.Account) is null)
            return Outcome.Refuse(RefusalKind.Unknown, "accountUnknown", $"there is no account `{open.Account}`");
        if (Missing(state, open, policy, at) is { } refusal) return new Outcome.Refused(refusal);
        var session = new ConsoleSession(open.Id, open.Hash, open.Account, at, open.Wall + ConsoleSession.Longest, open.Consent?.Factor, Device: open.Device);
        return new Outcome.Records(new OwnerEvent.SessionOpened(
            open.Account, session, Ending(state, open), open.Link,
            open.Consent is { } c ? new SignInMark(c.Factor, c.Kind, c.Step) : null));
    }

    private static Refusal? Missing(OwnerState state, OpenSession open, Policy policy, Instant at)
    {
        if (open.Consent is not { } consent)
            return open.Link is { } hash && Array.Exists(state.Links, l => ConsoleSession.SameHash(l.Hash, hash) && open.Wall <= l.Until)
                ? null
                : new Refusal(RefusalKind.Rule, "linkOver", "this link was used, or it is older than a minute");
        if (consent.Kind == FactorKind.Platform)
            return new Refusal(RefusalKind.Rule, "factorMissing", "the platform's word signs in by a link");
        Consents.Owners(state, consent, policy, at, out var refusal);
        return refusal;
    }

    /// <summary>What ends with this: what it replaces, what is over, and the oldest where there are too many.</summary>
    private static string[] Ending(OwnerState state, OpenSession open)
    {
        var left = Array.FindAll(state.Sessions, s => s.Id != open.Replaces && !s.IsOver(open.Wall));
        var stay = left.OrderByDescending(s => s.Since).Take(ConsoleSession.Most - 1).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return [.. state.Sessions.Where(s => !stay.Contains(s.Id)).Select(s => s.Id)];
    }
}
