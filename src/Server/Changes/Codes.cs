using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Factors;
using Holdfast.Server.Owners;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Reading;
using Holdfast.Server.Secrets;

namespace Holdfast.Server.Changes;

/// <summary>
/// Turns an approval as it came into a consent that the core can weigh. A one-time or recovery code is looked at only while few
/// enough failed before, and a wrong one is recorded before its answer is given; a passkey can't be guessed, so it is always looked at.
/// </summary>
internal sealed class Codes(SecretSeal seal, OwnerPasskeys passkeys)
{
    /// <summary>Either a consent, or what to do instead of going on.</summary>
    public Consent? Read(Moment moment, string owner, string account, ApprovalBody body, out Outcome? instead)
    {
        instead = null;
        if (body.Factor == FactorKind.Platform) return new Consent(FactorKind.Platform, null, null, body.By);
        if (body.Assertion is { } assertion)
        {
            var consent = body.By.Kind == ByKind.Owner ? passkeys.Consented(owner, moment.State, body.Digest, body.By, assertion) : null;
            if (consent is null) instead = Outcome.Refuse(RefusalKind.Rule, "passkeyRefused", "no passkey of the owner signed this");
            return consent;
        }
        if (body.Factor == FactorKind.Recovery && body.By.Kind != ByKind.Owner) return new Consent(FactorKind.Recovery, null, null, body.By);
        if (Consents.TooManyFailures(moment.State, moment.At))
        {
            instead = Outcome.Refuse(RefusalKind.Rule, "tooManyCodes",
                "too many wrong codes; codes are looked at again in a while. Stopping and freezing need no code");
            return null;
        }
        foreach (var factor in Candidates(moment.State, body))
        {
            if (factor.SealedSecret is not { } hidden) continue;
            var secret = seal.Open(owner, "factor/" + factor.Id, hidden);
            if (Match(factor, secret, body.Code ?? "", moment) is { } step) return new Consent(factor.Kind, factor.Id, step, body.By);
        }
        instead = new Outcome.Records(new OwnerEvent.CodeFailed(account, body.By, moment.State.FailedCodes + 1));
        return null;
    }

    private static long? Match(Factor factor, byte[] secret, string code, Moment moment) => factor.Kind == FactorKind.Recovery
        ? RecoveryCodes.Match(secret, code) is { } place && !factor.HasTaken(place) ? place : null
        : Totp.Match(secret, code, moment.Wall.Milliseconds / 1000, factor.LastStep);

    private static IEnumerable<Factor> Candidates(OwnerState state, ApprovalBody body) => body.By.Kind == ByKind.Guardian
        ? state.Guardians.Where(g => string.Equals(g.Id, body.By.Id, StringComparison.Ordinal) && g.Totp is not null).Select(g => g.Totp!)
        : state.Factors.Where(f => f.Kind == body.Factor);
}
