using Holdfast.Domain.Accounts;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>Which envelope carries a withdrawal, and what of it.</summary>
internal static class EnvelopeUse
{
    /// <summary>The first envelope with room whose approver saw all of these young parts; null for none.</summary>
    /// <param name="taken">The envelope that carries the withdrawal already, and no other does.</param>
    public static Envelope? Find(
        OwnerState state, WithdrawalRequest request, string[] young, Policy policy, Instant at, string? taken)
    {
        if (Value(request, policy) is not { } value) return null;
        foreach (var envelope in state.Envelopes)
            if (Same(envelope.Account, request.Account) && at <= envelope.Ends
                && (taken is null ? envelope.Used + value <= envelope.Amount : Same(envelope.Withdrawal, taken))
                && Array.TrueForAll(young, p => Array.IndexOf(envelope.Parts, p) >= 0)) return envelope;
        return null;
    }

    /// <summary>What a withdrawal takes of an envelope, in the policy's currency; null where its value isn't told.</summary>
    public static decimal? Value(WithdrawalRequest request, Policy policy)
    {
        if (request.Value is { } v)
            return Same(v.Currency, policy.Currency) ? v.Amount : null;
        return Same(request.Asset, policy.Currency) ? request.Amount : null;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
