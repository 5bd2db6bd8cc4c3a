using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Installations;

/// <summary>Opens the data of an installation: the first start makes it, any later one must be of the same mode.</summary>
/// <param name="Policy">In force at once, at the first start only.</param>
/// <param name="PlatformHash">SHA-256 of the first platform token, in lower-case hex; likewise of both staff tokens.</param>
public sealed record BeginInstallation(
    InstallationMode Mode, Policy Policy, string PlatformHash, string Staff1Hash, string Staff2Hash)
{
    public static InstallationOutcome Decide(InstallationState state, BeginInstallation begin)
    {
        if (state.HasBegun)
            return state.Mode == begin.Mode
                ? new InstallationOutcome.Nothing()
                : InstallationOutcome.Refuse(RefusalKind.Rule, "otherMode", "this data was born in the other mode");
        if (ProposePolicy.Mistakes(begin.Policy, out var first) is { Length: > 0 } mistakes)
            return new InstallationOutcome.Refused(mistakes);
        string[] hashes = [begin.PlatformHash, begin.Staff1Hash, begin.Staff2Hash];
        if (!Array.TrueForAll(hashes, Tokens.IsDigest))
            return InstallationOutcome.Refuse(RefusalKind.Meaning, "hashInvalid", "a hash is 64 lower-case hex digits");
        if (hashes.Distinct(StringComparer.Ordinal).Count() < hashes.Length)
            return InstallationOutcome.Refuse(RefusalKind.Meaning, "tokenHashUsed", "two tokens are the same");
        return new InstallationOutcome.Records(new InstallationEvent.InstallationBegan(
            begin.Mode,
            first with { Version = 1 },
            [
                new Token(Tokens.Platform, [TokenRole.Decide, TokenRole.Feed], begin.PlatformHash),
                new Token(Tokens.Staff1, [TokenRole.Staff], begin.Staff1Hash),
                new Token(Tokens.Staff2, [TokenRole.Staff], begin.Staff2Hash),
            ]));
    }
}
