using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>What withdrawals leave in the owner's state: what they count, envelopes, spent codes. The record itself is in its event.</summary>
internal static class WithdrawalFold
{
    public static OwnerState Decided(OwnerState s, OwnerEvent.WithdrawalDecided e, Instant at)
    {
        var record = e.Withdrawal;
        s = (e.Signals ?? []).Aggregate(s, (x, signal) => SignalMarks.Add(x, signal, at));
        if (e.Stretch is { } least) s = OwnerFold.Stretch(s, least);
        s = OwnerFold.SpendStep(s, e.Approval?.Factor, e.Approval?.Step);
        if (e.Approval is { Step: not null, Kind: FactorKind.Totp }) s = s with { FailedCodes = 0 };
        if (record.Decision != Decision.Allow || record.Counted is not { } entry || entry.At != at) return s;
        var ledger = s.Ledger;
        if (e.Recounts is { } old) ledger = ledger.Subtract(old, at - Policy.Longest);
        s = s with { Ledger = ledger.Add(entry, at - Policy.Longest) };
        if (record is { GuardianApproved: true, NeedsGuardian: true }) s = s with { LatestGuardedChallenge = at };
        if (e.Opens is { } opened)
            s = s with { Envelopes = [.. s.Envelopes.Where(x => x.Ends >= at).TakeLast(9), opened] };
        return record.EnvelopeUsed is { } used && e.Takes is { } value
            ? s with
            {
                Envelopes =
                [
                    .. s.Envelopes.Select(x => string.Equals(x.Withdrawal, used, StringComparison.Ordinal)
                        ? x with { Used = x.Used + value }
                        : x),
                ],
            }
            : s;
    }

    public static OwnerState Cancelled(OwnerState s, OwnerEvent.WithdrawalCancelled e, Instant at) =>
        e.Withdrawal.Counted is { } entry ? s with { Ledger = s.Ledger.Subtract(entry, at - Policy.Longest) } : s;
}
