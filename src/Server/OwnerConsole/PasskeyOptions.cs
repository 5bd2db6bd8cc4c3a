using System.Buffers.Text;
using System.Text.Json.Nodes;
using Holdfast.Domain.Accounts;
using Holdfast.Server.Passkeys;

namespace Holdfast.Server.OwnerConsole;

/// <summary>What a browser's passkeys are asked for. Source: Web Authentication Level 3, section 5.5.</summary>
internal static class PasskeyOptions
{
    private const int Patience = 300_000;

    /// <summary>Any passkey that this browser finds: it says by itself whose it is.</summary>
    public static string SignIn(OwnerPasskeys passkeys, byte[] challenge) => Of(passkeys, challenge, []).ToJsonString();

    /// <summary>One of the owner's, over a digest; null where he has none.</summary>
    public static string? Approve(OwnerPasskeys passkeys, OwnerState state, string digest)
    {
        string[] own = [.. state.Factors.Where(f => f.Passkey?.RelyingParty == passkeys.Domain).Select(f => f.Passkey!.Credential)];
        return own.Length == 0 ? null : Of(passkeys, Convert.FromHexString(digest), own).ToJsonString();
    }

    private static JsonObject Of(OwnerPasskeys passkeys, byte[] challenge, string[] credentials) => new()
    {
        ["challenge"] = Base64Url.EncodeToString(challenge),
        ["rpId"] = passkeys.Domain,
        ["timeout"] = Patience,
        ["userVerification"] = "required",
        ["allowCredentials"] = new JsonArray([.. credentials.Select(c => (JsonNode)new JsonObject { ["type"] = "public-key", ["id"] = c })]),
    };
}
