using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Storage;

/// <summary>How a checkpoint that somebody kept lies to a log.</summary>
public enum CheckpointFit
{
    /// <summary>The log has it.</summary>
    Fits,

    /// <summary>The log ends before it: its tail was cut, or an older copy was restored.</summary>
    Ahead,

    /// <summary>The log goes on beyond it and came another way.</summary>
    OtherHistory,

    /// <summary>The log's key did not sign it.</summary>
    OtherKey,
}

/// <summary>
/// The log's signed word about itself: up to <paramref name="Position"/> all events together hash to
/// <paramref name="Root"/>. Whoever holds one notices a log that was cut or set back.
/// </summary>
/// <param name="Root">32 bytes, see docs/reference/log-format.md.</param>
/// <param name="Signature">ES256 over <see cref="SignedText"/>, 64 bytes, r then s.</param>
/// <param name="KeyId">First 16 hexadecimal digits of the SHA-256 of the key's SubjectPublicKeyInfo.</param>
/// <param name="At">Unix milliseconds.</param>
public sealed record Checkpoint(
    long Position, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Signature, string KeyId, long At)
{
    /// <summary>The bytes that are signed.</summary>
    public byte[] SignedText() => Encoding.ASCII.GetBytes(
        $"holdfast checkpoint 1\nposition {Position}\nroot {Convert.ToHexStringLower(Root.Span)}\nat {At}\nkey {KeyId}\n");

    /// <summary>Whether the key signed this.</summary>
    public bool IsSignedBy(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.VerifyData(SignedText(), Signature.Span, HashAlgorithmName.SHA256);
    }

    /// <summary>The form to hand out and to keep: position, root (hex), at, keyId, signature (base64url).</summary>
    public string ToJson() => JsonSerializer.Serialize(new Receipt(
        Position, Convert.ToHexStringLower(Root.Span), At, KeyId, Base64Url.EncodeToString(Signature.Span)), Strict);

    /// <summary>Reads <see cref="ToJson"/>; throws <see cref="FormatException"/> on anything else.</summary>
    public static Checkpoint FromJson(string json)
    {
        try
        {
            var receipt = JsonSerializer.Deserialize<Receipt>(json, Strict)
                ?? throw new FormatException("a checkpoint is a JSON object");
            var root = Convert.FromHexString(receipt.Root);
            var signature = Base64Url.DecodeFromChars(receipt.Signature);
            return root.Length == 32 && signature.Length == 64
                ? new(receipt.Position, root, signature, receipt.KeyId, receipt.At)
                : throw new FormatException("a checkpoint has a root of 32 bytes and a signature of 64");
        }
        // half of a surrogate pair is an argument that no UTF-8 can be made of
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FormatException($"not a checkpoint: {e.Message}", e);
        }
    }

    internal static string IdOf(ECDsa key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));

    private static readonly JsonSerializerOptions Strict =
        new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private sealed record Receipt(long Position, string Root, long At, string KeyId, string Signature);
}
