using Holdfast.Domain.Accounts;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>Strong evidence as it bears on one withdrawal.</summary>
internal static class StrongEvidence
{
    /// <summary>About a part of the path, the destination or the session.</summary>
    public static bool OnPath(OwnerState state, Policy policy, Instant at, WithdrawalRequest request)
    {
        if (SignalMarks.Strong(state, policy, at, About.Destination, request.Address)) return true;
        return request.Via switch
        {
            Via.Key via => SignalMarks.Strong(state, policy, at, About.Key, via.Id)
                || SignalMarks.Strong(state, policy, at, About.Source, via.From),
            Via.Session session => SignalMarks.Strong(state, policy, at, About.Session, session.Id)
                || SignalMarks.Strong(state, policy, at, About.Source, session.Ip),
            _ => throw new InvalidOperationException($"no evidence for {request.Via.GetType().Name}"),
        };
    }

    public static Instant Ends(OwnerState state, Policy policy, Instant at)
    {
        var ends = at;
        foreach (var mark in state.Signals)
            if (policy.Signals.TryGetValue(mark.Kind, out var w) && w.Weight == Weight.Strong)
                ends = Instant.Max(ends, mark.At + policy.EvidenceSpan);
        return ends;
    }
}
