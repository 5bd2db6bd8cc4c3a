using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Server.Verification;

/// <summary>A message that claims to be an announcement, as its recipient has it.</summary>
/// <param name="Html">The other form of it; null where it has none.</param>
/// <param name="Kind">The kind of channel that it came by, and the address that it came to.</param>
internal sealed record ShownMessage(string Subject, string Text, string? Html, string Kind, string To, string Signature);

/// <summary>Why a message is not ours.</summary>
internal enum NotOurs
{
    Malformed,
    OtherSigner,
    OtherRecipient,
    Changed,
    TooOld,
    FromTheFuture,
    Forged,
    Copy,
}

/// <summary>Checks announcements with the public key alone, as `eng/verify-announcement.py` does.</summary>
/// <param name="key">The public key, by the name that it has in the key set.</param>
internal sealed class AnnouncementVerifier(ECDsa key, string keyId)
{
    /// <summary>How far a clock may be ahead.</summary>
    private const int Ahead = 300;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    /// <summary>Null when it is ours. What is cheap is looked at first, the signature last.</summary>
    /// <param name="at">Seconds of Unix time.</param>
    /// <param name="seen">Whether a message of this id was shown before.</param>
    public NotOurs? Check(ShownMessage message, long at, Func<string, bool> seen)
    {
        var parts = message.Signature.Split('.');
        if (parts.Length != 3 || Claims.Read(parts[0]) is not { } header || Claims.Read(parts[1]) is not { } claims
            || Bytes(parts[2]) is not { Length: 64 } signature || !LowS.Holds(signature)) return NotOurs.Malformed;
        if (header.Text("alg") != "ES256" || header.Text("typ") != AnnouncementSigner.Type || header.Text("kid") != keyId)
            return NotOurs.OtherSigner;
        if (claims.Text("aud") != AnnouncementSigner.Audience(message.Kind, message.To)) return NotOurs.OtherRecipient;
        if (claims.Text("text") != AnnouncementSigner.Hash($"{message.Subject}\n\n{message.Text}")
            || claims.Text("html") != (message.Html is { } html ? AnnouncementSigner.Hash(html) : null)) return NotOurs.Changed;
        if (claims.Number("exp") is not { } ends || claims.Number("iat") is not { } begins || at > ends) return NotOurs.TooOld;
        if (begins > at + Ahead) return NotOurs.FromTheFuture;
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        if (!key.VerifyData(signed, signature, HashAlgorithmName.SHA256)) return NotOurs.Forged;
        return claims.Text("jti") is not { } id || seen(id) ? NotOurs.Copy : null;
    }

    /// <summary>Base64url in its one spelling; null for any other.</summary>
    private static byte[]? Bytes(string part) =>
        Base64Url.IsValid(part) && Base64Url.DecodeFromChars(part) is var bytes
        && string.Equals(Base64Url.EncodeToString(bytes), part, StringComparison.Ordinal) ? bytes : null;

    /// <summary>A flat object of texts and whole numbers; what else it holds is of no use here.</summary>
    private sealed record Claims(Dictionary<string, string> Texts, Dictionary<string, long> Numbers)
    {
        /// <summary>Null when it is no such object.</summary>
        public static Claims? Read(string part)
        {
            if (Bytes(part) is not { } bytes) return null;
            try
            {
                using var document = JsonDocument.Parse(bytes, Strict);
                if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
                var claims = new Claims(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
                foreach (var member in document.RootElement.EnumerateObject())
                    if (member.Value.ValueKind == JsonValueKind.String) claims.Texts[member.Name] = member.Value.GetString()!;
                    else if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var number))
                        claims.Numbers[member.Name] = number;
                return claims;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // no JSON, or a text in it that is no Unicode
                return null;
            }
        }

        public string? Text(string name) => Texts.GetValueOrDefault(name);

        public long? Number(string name) => Numbers.TryGetValue(name, out var number) ? number : null;
    }
}
