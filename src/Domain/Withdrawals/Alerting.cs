using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Withdrawals;

/// <summary>
/// Whether the owner is told at once of a withdrawal that is newly allowed. On the steady path it is a few comparisons and
/// allocates nothing.
/// </summary>
public static class Alerting
{
    /// <summary>It went over young or unknown parts: every channel is told.</summary>
    public const string Young = "young";

    /// <summary>It is as large as some channel wants to hear of: those channels are told.</summary>
    public const string Size = "size";

    /// <summary>What only a path that is not aged all through comes to.</summary>
    private static readonly ulong NotAged = Judgement.Bit(Reason.WithinAllowance)
        | Judgement.Bit(Reason.AllowanceExceeded) | Judgement.Bit(Reason.ValueUnknown);

    /// <summary>Why an alert is raised; null for none. Moving between the owner's own accounts is nothing that leaves.</summary>
    public static string? ReasonFor(OwnerState state, WithdrawalRequest request, in Judgement judgement, Policy policy)
    {
        if (judgement.Decision != Decision.Allow || judgement.Has(Reason.OwnAccount)) return null;
        if ((judgement.Reasons & NotAged) != 0) return Young;
        foreach (var channel in state.Channels)
            if (channel is { EndedAt: null, Alerts.Above: { } above } && IsAtLeast(above, request, policy)) return Size;
        return null;
    }

    /// <summary>A value that nobody told counts as large.</summary>
    public static bool IsAtLeast(decimal above, WithdrawalRequest request, Policy policy) =>
        EnvelopeUse.Value(request, policy) is not { } value || value >= above;

    /// <summary>The decision, and before it the alert where there is one: the last event is the withdrawal's.</summary>
    internal static Outcome.Records Records(
        OwnerState state, in Judgement judgement, Policy policy, OwnerEvent.WithdrawalDecided decided)
    {
        var request = decided.Withdrawal.Request;
        return ReasonFor(state, request, judgement, policy) is { } reason
            ? new Outcome.Records(new OwnerEvent.AlertRaised(request.Account, request.Id, reason), decided)
            : new Outcome.Records(decided);
    }
}
