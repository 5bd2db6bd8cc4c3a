using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;

namespace Holdfast.Domain.Sessions;

/// <summary>What events do to sessions and links.</summary>
internal static class SessionFold
{
    public static OwnerState Linked(OwnerState s, OwnerEvent.ConsoleLinkMade e) => s with
    {
        Links = [.. s.Links.TakeLast(ConsoleLink.Most - 1), e.Link],
    };

    public static OwnerState Opened(OwnerState s, OwnerEvent.SessionOpened e) => OwnerFold.SpendStep(s, e.By?.Factor, e.By?.Step) with
    {
        Sessions = [.. s.Sessions.Where(x => Array.IndexOf(e.Ends, x.Id) < 0), e.Session],
        Links = e.Link is null ? s.Links : Array.FindAll(s.Links, l => l.Hash != e.Link),
        FailedCodes = e.By is { Step: not null, Kind: FactorKind.Totp or FactorKind.Recovery } ? 0 : s.FailedCodes,
    };

    public static OwnerState Ended(OwnerState s, OwnerEvent.SessionsEnded e) => s with
    {
        Sessions = Array.FindAll(s.Sessions, x => Array.IndexOf(e.Sessions, x.Id) < 0),
    };

    /// <summary>A wrong code counts against the session that it came with, too; at the fifth it is over.</summary>
    public static ConsoleSession[] Failed(ConsoleSession[] sessions, string? session) => session is null ? sessions :
    [
        .. sessions.Select(x => x.Id == session ? x with { FailedCodes = x.FailedCodes + 1 } : x).Where(x => x.FailedCodes < ConsoleSession.MostFailures),
    ];
}
