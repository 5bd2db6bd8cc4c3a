using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>A staff member proposes what takes two; it waits 24 h for the second.</summary>
/// <param name="Act">The id that the act gets.</param>
/// <param name="By">The name of the staff token that the request came with.</param>
public sealed record ProposeAct(string Act, ActKind Kind, string Digest, string By)
{
    public static InstallationOutcome Decide(InstallationState state, ProposeAct propose, Instant at)
    {
        var s = state.AsOf(at);
        if (StaffSay.Missing(s, propose.By) is { } refusal) return new InstallationOutcome.Refused(refusal);
        if (propose.Kind == ActKind.Token)
            return InstallationOutcome.Refuse(RefusalKind.Meaning, "actNotByItself", "a token is proposed by issuing it", "/kind");
        if (propose.Kind == ActKind.Notice)
            return InstallationOutcome.Refuse(RefusalKind.Meaning, "actNotByItself", "the official list is proposed whole, at `/v1/official`", "/kind");
        if (!Tokens.IsDigest(propose.Digest))
            return InstallationOutcome.Refuse(RefusalKind.Meaning, "digestInvalid", "a digest is 64 lower-case hex digits", "/digest");
        if (propose.Kind == ActKind.Import && OfImport(s, propose, at) is { } import) return import;
        if (propose.Kind == ActKind.Policy && OfPolicy(s, propose) is { } policy) return policy;
        if (propose.Kind == ActKind.Rollback && SecondAct.OtherRollback(s, propose.Digest) is { } other) return other;
        return Open(s, propose.Kind, propose.Digest, propose.By)
            ?? Record(s, new InstallationEvent.ActProposed(propose.Act, propose.Kind, propose.Digest, propose.By, Token: null));
    }

    /// <summary>The outcome when the same is proposed already: nothing for the one who did, a hint for another.</summary>
    internal static InstallationOutcome? Open(InstallationState s, ActKind kind, string digest, string by)
    {
        if (Array.Find(s.Acts, a => !a.IsDone && a.Kind == kind && string.Equals(a.Digest, digest, StringComparison.Ordinal))
            is not { } open) return null;
        return string.Equals(open.By, by, StringComparison.Ordinal)
            ? new InstallationOutcome.Nothing(open.Id)
            : InstallationOutcome.Refuse(
                RefusalKind.State, "actAlreadyProposed", $"`{open.Id}` proposes this already and waits for a second");
    }

    internal static InstallationOutcome Record(InstallationState s, InstallationEvent.ActProposed act) => s.FindAct(act.Act) is null
        ? new InstallationOutcome.Records(act)
        : InstallationOutcome.Refuse(RefusalKind.Meaning, "actIdUsed", $"there is an act `{act.Act}` already");

    private static InstallationOutcome? OfImport(InstallationState s, ProposeAct propose, Instant at)
    {
        if (Importing.Closed(s, at) is { } closed) return new InstallationOutcome.Refused(closed);
        return Importing.Agreed(s, propose.Digest, at) is { } agreed ? new InstallationOutcome.Nothing(agreed.Id) : null;
    }

    private static InstallationOutcome? OfPolicy(InstallationState s, ProposeAct propose)
    {
        if (!string.Equals(s.Pending?.Digest, propose.Digest, StringComparison.Ordinal))
            return InstallationOutcome.Refuse(RefusalKind.State, "policyNotPending", "no policy with this digest waits");
        return s.Pending!.IsAgreed ? new InstallationOutcome.Nothing() : null;
    }
}
