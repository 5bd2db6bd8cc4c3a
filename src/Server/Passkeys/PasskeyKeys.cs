using Holdfast.Domain.Changes;
using Holdfast.Storage;

namespace Holdfast.Server.Passkeys;

/// <summary>
/// The name by which a passkey is found again in the log: it leads to the event of the owner who registered it. It is claimed by the change
/// that asks for the passkey and never given free, so one passkey speaks for one owner, once.
/// </summary>
internal static class PasskeyKeys
{
    /// <param name="credential">The credential's id, base64url without padding.</param>
    public static LogKey Credential(string credential) => LogKey.Of("passkey", credential);

    /// <summary>The keys of the passkeys that edits register.</summary>
    public static LogKey[] Of(Edit[] edits) =>
        [.. edits.OfType<Edit.AddFactor>().Select(e => e.Passkey?.Credential).OfType<string>().Distinct(StringComparer.Ordinal).Select(Credential)];
}
