using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Holdfast.Server.Channels.Webhooks;

/// <summary>
/// What a receiver and Holdfast share, so that the receiver knows who is speaking. Its text is only in `Reveal`.
/// </summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";

    /// <summary>The bounds of Standard Webhooks; Holdfast makes secrets of 32 bytes.</summary>
    private const int LeastBytes = 24, MostBytes = 64, MadeBytes = 32;

    private readonly byte[] bytes;

    private WebhookSecret(byte[] bytes) => this.bytes = bytes;

    public static WebhookSecret Random() => new(RandomNumberGenerator.GetBytes(MadeBytes));

    /// <summary>One that was made before, from its bytes.</summary>
    public static WebhookSecret From(ReadOnlySpan<byte> bytes) => bytes.Length is >= LeastBytes and <= MostBytes
        ? new(bytes.ToArray())
        : throw new ArgumentException("a webhook secret has 24 to 64 bytes", nameof(bytes));

    /// <summary>Reads `whsec_` and base64 in its one canonical spelling.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var buffer = new byte[MostBytes];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], buffer, out var length)) return false;
        if (length < LeastBytes) return false;
        var read = new WebhookSecret(buffer[..length]);
        if (read.Reveal() == text) secret = read;
        return secret is not null;
    }

    /// <summary>The text that the receiver is given, once. Never to be logged.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(bytes);

    public byte[] Mac(ReadOnlySpan<byte> content) => HMACSHA256.HashData(bytes, content);

    public override string ToString() => Prefix + "(hidden)";
}
