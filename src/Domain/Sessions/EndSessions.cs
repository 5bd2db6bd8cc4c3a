using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;

namespace Holdfast.Domain.Sessions;

/// <summary>Signs out: one session, or all but one. It takes power away, so it needs nothing.</summary>
/// <param name="Sessions">Their ids.</param>
public sealed record EndSessions(string Account, string[] Sessions, By By)
{
    public static Outcome Decide(OwnerState state, EndSessions end)
    {
        var ending = Array.FindAll(end.Sessions, id => Array.Exists(state.Sessions, s => s.Id == id));
        return ending.Length == 0 ? new Outcome.Nothing() : new Outcome.Records(new OwnerEvent.SessionsEnded(end.Account, ending, end.By));
    }
}
