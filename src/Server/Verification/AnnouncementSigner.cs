using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements.Letters;
using Holdfast.Server.Answers;
using Holdfast.Server.Permits;

namespace Holdfast.Server.Verification;

/// <summary>
/// Signs an announcement for one recipient: an ES256 JWS (RFC 7515) over hashes of what he reads and of where it was sent,
/// so that it fits no other text, no other person, and no later day. `eng/verify-announcement.py` checks it offline.
/// </summary>
internal sealed class AnnouncementSigner(ECDsa key, string issuer)
{
    public const string Type = "holdfast-announcement+jwt";

    /// <summary>How long an announcement can be verified; as long as the longest hold of a policy's default, a recovery.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    private readonly string header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        $$"""{"alg":"ES256","kid":"{{Jwk.KeyId(key)}}","typ":"{{Type}}"}"""));

    private readonly Lock gate = new();

    public void WriteJwk(Utf8JsonWriter json) => Jwk.Write(json, key);

    /// <param name="id">The announcement and the recipient's place in it: never the same for two messages.</param>
    /// <param name="html">The other form of the same message, where it has one.</param>
    public string Sign(string id, string kind, Telling to, Message message, Instant at, string? html = null)
    {
        var content = header + "." + Base64Url.EncodeToString(Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("iss", issuer);
            json.WriteString("aud", Audience(to.Kind, to.To));
            json.WriteString("jti", id);
            json.WriteString("kind", kind);
            json.WriteNumber("iat", at.Milliseconds / 1000);
            json.WriteNumber("exp", (at + Life).Milliseconds / 1000);
            json.WriteString("text", Hash($"{message.Subject}\n\n{message.Plain}"));
            if (html is not null) json.WriteString("html", Hash(html));
            json.WriteEndObject();
        }));
        byte[] signature;
        lock (gate) signature = key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256);
        LowS.Make(signature);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Whom a signature is for, without naming him: the hash of the kind of channel and its address in lower case.</summary>
    public static string Audience(string kind, string to) => Hash($"{kind}:{to.ToLowerInvariant()}");

    public static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
