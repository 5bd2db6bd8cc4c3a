using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Domain.Factors;

namespace Holdfast.Server.Passkeys;

/// <summary>Checks again, out of the log alone, that a passkey signed a digest. Source: Web Authentication Level 3, section 7.2.</summary>
internal static class ProofCheck
{
    private const int HashBytes = 32, Header = 37;

    private const byte PresentAndVerified = 0b101;

    /// <summary>What is wrong; null for nothing.</summary>
    public static string? Fault(Passkey passkey, string digest, PasskeyProof proof)
    {
        try
        {
            var (data, client) = (Base64Url.DecodeFromChars(proof.AuthenticatorData), Base64Url.DecodeFromChars(proof.ClientData));
            if (proof.Credential != passkey.Credential) return "it was signed by another passkey";
            if (!Says(client, "type", "webauthn.get")) return "what was signed is no approval";
            if (!Says(client, "challenge", Base64Url.EncodeToString(Convert.FromHexString(digest)))) return "it was signed for another digest";
            if (data.Length < Header || !data.AsSpan(0, HashBytes).SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(passkey.RelyingParty))))
                return "it was signed for another domain";
            if ((data[HashBytes] & PresentAndVerified) != PresentAndVerified) return "nobody was there, or it was not seen who";
            return CoseKey.Verifies(Base64Url.DecodeFromChars(passkey.PublicKey), [.. data, .. SHA256.HashData(client)], Base64Url.DecodeFromChars(proof.Signature))
                ? null
                : "its signature is wrong";
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return "what was signed can't be read";
        }
    }

    private static bool Says(byte[] client, string member, string value)
    {
        using var json = JsonDocument.Parse(client);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(member, out var said)
            && said.ValueKind == JsonValueKind.String && said.ValueEquals(value);
    }
}
