using System.Security.Cryptography;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.HttpMessageSignatures;

/// <summary>`Content-Digest` (RFC 9530 section 2): one digest of the body, SHA-256 or SHA-512. Who covers it must have it right.</summary>
internal static class ContentDigest
{
    public static void Check(scoped ref RequestReading reading)
    {
        var header = reading.Header("content-digest"u8, Refusal.DigestMismatch);
        var body = reading.Body();
        var is256 = header.StartsWith("sha-256=:"u8);
        var isKnown = (is256 || header.StartsWith("sha-512=:"u8)) && header.Length > 10 && header[^1] == (byte)':';
        reading.RefuseIf(!isKnown, Refusal.DigestMismatch);
        if (reading.Refusal != Refusal.None) return;
        var isText = SignatureText.ReadBase64(header[9..^1], ref reading.Scratch, out var stated) == Refusal.None;
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        digest = digest[..(is256 ? SHA256.HashData(body, digest) : SHA512.HashData(body, digest))];
        reading.RefuseIf(!isText || !CryptographicOperations.FixedTimeEquals(digest, stated), Refusal.DigestMismatch);
    }

    public static string Of(ReadOnlySpan<byte> body) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:";
}
