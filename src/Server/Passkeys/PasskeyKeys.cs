using Holdfast.Storage;

namespace Holdfast.Server.Passkeys;

/// <summary>The name by which a passkey leads to its owner.</summary>
internal static class PasskeyKeys
{
    public static LogKey Credential(string credential) => LogKey.Of("passkey", credential);
}
