using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Server.Answers;
using Holdfast.Server.Permits;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Verification;

/// <summary>The public halves of what this server signs with, as a JSON Web Key Set.</summary>
internal sealed class PublicKeys(PermitSigner permits, AnnouncementSigner announcements, Ed25519 webhooks)
{
    public byte[] Jwks() => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("keys");
        permits.WriteJwk(json);
        announcements.WriteJwk(json);
        WriteWebhookKey(json);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>RFC 8037; the thumbprint is that of RFC 7638.</summary>
    private void WriteWebhookKey(Utf8JsonWriter json)
    {
        var x = Base64Url.EncodeToString(webhooks.PublicKey);
        var thumbprint = SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"Ed25519","kty":"OKP","x":"{{x}}"}"""));
        json.WriteStartObject();
        json.WriteString("kty", "OKP");
        json.WriteString("crv", "Ed25519");
        json.WriteString("use", "sig");
        json.WriteString("alg", "EdDSA");
        json.WriteString("kid", Base64Url.EncodeToString(thumbprint));
        json.WriteString("x", x);
        json.WriteEndObject();
    }
}
