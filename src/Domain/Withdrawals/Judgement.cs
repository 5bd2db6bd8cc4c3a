using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>What a withdrawal comes to at one moment; a value, so that judging allocates nothing.</summary>
/// <param name="Reasons">One bit for each <see cref="Reason"/>.</param>
/// <param name="Until">When asking again may help; <see cref="Instant.Never"/> where waiting alone doesn't.</param>
/// <param name="PathAge">Milliseconds for which the youngest needed part has been in force.</param>
/// <param name="Allowance">What of it counts against the allowance.</param>
public readonly record struct Judgement(
    Decision Decision, ulong Reasons, Instant Until, long PathAge, decimal Allowance, bool NeedsGuardian, bool UsesEnvelope)
{
    public static ulong Bit(Reason reason) => 1UL << (int)reason;

    public bool Has(Reason reason) => (Reasons & Bit(reason)) != 0;

    public Reason[] List()
    {
        var bits = Reasons;
        return [.. Withdrawals.Reasons.All.Where(r => (bits & Bit(r)) != 0)];
    }
}
