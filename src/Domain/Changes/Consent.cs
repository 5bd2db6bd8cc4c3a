using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>
/// A factor that the host has checked: the platform's word, a one-time code with the step that it belongs to, a recovery code with
/// its place, or what a passkey signed. The core decides whether it suffices.
/// </summary>
/// <param name="Factor">The id of the factor that the code matched or that signed; null for the platform's word.</param>
/// <param name="Step">The time step of a code, the place of a recovery code, or the count of signatures that a passkey says; null where it doesn't count.</param>
/// <param name="Proof">What a passkey signed.</param>
public sealed record Consent(FactorKind Kind, string? Factor, long? Step, By By, PasskeyProof? Proof = null);

/// <summary>Whose consent counts for what.</summary>
public static class Consents
{
    /// <summary>Wrong codes in a row after which codes are not looked at for a while. Vetoes and freezes need none.</summary>
    public const int MostFailures = 5;

    public static readonly TimeSpan FailurePause = TimeSpan.FromMinutes(15);

    /// <summary>The owner's factor in force that consented; null with a refusal when there is none that suffices.</summary>
    public static Factor? Owners(OwnerState s, Consent consent, Policy policy, Instant at, out Refusal? refusal)
    {
        refusal = null;
        var factor = Array.Find(s.Factors, f => f.Kind == consent.Kind
            && (consent.Factor is null || string.Equals(f.Id, consent.Factor, StringComparison.Ordinal)));
        if (factor is null)
            refusal = new Refusal(RefusalKind.Rule, "factorNotInForce", "there is no such factor in force");
        else if (factor.Kind == FactorKind.Passkey && (consent.Proof is not { } proof || proof.Credential != factor.Passkey?.Credential))
            refusal = new Refusal(RefusalKind.Rule, "factorNotInForce", "there is no such factor in force");
        else if (consent.Step is { } step && factor.HasTaken(step))
            refusal = factor.Kind == FactorKind.Passkey
                ? new Refusal(RefusalKind.Rule, "passkeyCopied", "this passkey counts less signatures than before: there may be a copy of it")
                : new Refusal(RefusalKind.Rule, "codeUsed", "this code was used before");
        else if (factor.Kind == FactorKind.Platform && PlatformWordIsOver(s, policy, at))
            refusal = new Refusal(RefusalKind.Rule, "platformWordNotEnough",
                "the owner has a factor of his own, so the platform's word no longer suffices");
        return refusal is null ? factor : null;
    }

    public static Guardian? Guardians(OwnerState s, Consent consent, Policy policy, Instant at, out Refusal? refusal)
    {
        refusal = null;
        var guardian = Array.Find(s.Guardians, g => string.Equals(g.Id, consent.By.Id, StringComparison.Ordinal));
        if (guardian?.Since is null)
            refusal = new Refusal(RefusalKind.Rule, "guardianNotInForce", "there is no such guardian in force");
        else if (consent.Kind is not (FactorKind.Totp or FactorKind.Platform))
            refusal = new Refusal(RefusalKind.Rule, "guardianFactorKind", "a guardian's own factor is a `totp`");
        else if (consent.Kind == FactorKind.Totp && !string.Equals(guardian.Totp?.Id, consent.Factor, StringComparison.Ordinal))
            refusal = new Refusal(RefusalKind.Rule, "factorNotInForce", "the guardian has no such factor in force");
        else if (consent.Step is { } step && step <= guardian.Totp!.LastStep)
            refusal = new Refusal(RefusalKind.Rule, "codeUsed", "this code was used before");
        else if (consent.Kind == FactorKind.Platform && Ages.IsAged(s, policy, at, guardian.Totp?.Since))
            refusal = new Refusal(RefusalKind.Rule, "platformWordNotEnough",
                "the guardian has a factor of his own, so the platform's word no longer suffices");
        return refusal is null ? guardian : null;
    }

    /// <summary>Recovery codes bring factors back. Paper that somebody reads out over the phone opens nothing else.</summary>
    public static readonly Refusal RecoveryBringsFactors =
        new(RefusalKind.Rule, "recoveryBringsFactors", "a recovery code approves only changes of the owner's own factors");

    /// <summary>Once the owner has an aged passkey or TOTP the platform's word approves nothing that expands.</summary>
    public static bool PlatformWordIsOver(OwnerState s, Policy policy, Instant at) =>
        Array.Exists(s.Factors, f => f.IsStrong && Ages.IsAged(s, policy, at, f.Since));

    /// <summary>An aged factor that can pass a challenge.</summary>
    public static bool HasAgedFactor(OwnerState s, Policy policy, Instant at)
    {
        foreach (var factor in s.Factors)
            if (factor.Kind != FactorKind.Recovery && Ages.IsAged(s, policy, at, factor.Since)) return true;
        return false;
    }

    public static bool HasAgedGuardian(OwnerState s, Policy policy, Instant at)
    {
        foreach (var guardian in s.Guardians)
            if (Ages.IsAged(s, policy, at, guardian.Since)) return true;
        return false;
    }

    /// <summary>Whether codes are looked at now; counted before they are checked.</summary>
    public static bool TooManyFailures(OwnerState s, Instant at) =>
        s.FailedCodes >= MostFailures && s.LastFailedCode + FailurePause > at;
}
