using Holdfast.Domain.Limits;

namespace Holdfast.Domain.Withdrawals;

/// <summary>What was consented to for one withdrawal, and what it counts already.</summary>
/// <param name="Counted">Its own entry in the ledger when it was allowed before; it doesn't count against itself.</param>
/// <param name="Envelope">The envelope that carries it already.</param>
public readonly record struct Standing(
    bool Approved, bool GuardianApproved, LedgerEntry? Counted, string? Envelope = null)
{
    /// <summary>Where a recorded withdrawal stands. A denial ends what was consented to before it.</summary>
    public static Standing Of(WithdrawalRecord? known) => known switch
    {
        null => default,
        { Decision: Decision.Deny } => new(false, false, known.Counted, known.EnvelopeUsed),
        _ => new(known.Approved, known.GuardianApproved, known.Counted, known.EnvelopeUsed),
    };
}
