using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Channels.Webhooks;

/// <summary>What a receiver finds.</summary>
internal enum WebhookFinding
{
    Genuine,

    /// <summary>A header is not of the form that is ever sent.</summary>
    Malformed,

    /// <summary>The attempt is too old, or from the future: a replay, or a clock that is wrong.</summary>
    Stale,

    /// <summary>No signature fits.</summary>
    Forged,
}

/// <summary>The receiver's side: one genuine signature under a secret or the public key suffices.</summary>
internal sealed class WebhookVerifier(IReadOnlyList<WebhookSecret> secrets, byte[]? publicKey, TimeSpan tolerance)
{
    /// <summary>More signatures than any sender has secrets for are not worth the work.</summary>
    private const int MostSignatures = 32;

    public WebhookFinding Check(SignedWebhook webhook, DateTimeOffset now)
    {
        var signatures = webhook.Signature.Split(' ');
        if (!WebhookSignature.IsId(webhook.Id) || signatures.Length > MostSignatures) return WebhookFinding.Malformed;
        if (Seconds(webhook.Timestamp) is not { } sent) return WebhookFinding.Malformed;
        if (Math.Abs(now.ToUnixTimeSeconds() - sent) > tolerance.TotalSeconds) return WebhookFinding.Stale;
        var content = WebhookSignature.Content(webhook.Id, webhook.Timestamp, webhook.Body.Span);
        var genuine = false;
        foreach (var signature in signatures)
            genuine |= FitsASecret(signature, content) | FitsTheKey(signature, content);
        return genuine ? WebhookFinding.Genuine : WebhookFinding.Forged;
    }

    /// <summary>
    /// Texts are compared, not bytes: what is not the one canonical base64 of the signature does not fit.
    /// </summary>
    private bool FitsASecret(string signature, byte[] content)
    {
        var given = Encoding.UTF8.GetBytes(signature);
        var fits = false;
        foreach (var secret in secrets)
        {
            var expected = Encoding.ASCII.GetBytes(WebhookSignature.Of(secret, content));
            fits |= CryptographicOperations.FixedTimeEquals(expected, given);
        }

        return fits;
    }

    private bool FitsTheKey(string signature, byte[] content)
    {
        if (publicKey is null || !signature.StartsWith(WebhookSignature.Public, StringComparison.Ordinal)) return false;
        var text = signature[WebhookSignature.Public.Length..];
        var bytes = new byte[Ed25519.SignatureBytes];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && length == bytes.Length
            && Convert.ToBase64String(bytes) == text
            && Ed25519.Verify(publicKey, content, bytes);
    }

    /// <summary>Digits alone, without leading zeros, as many as a second of this era needs at most.</summary>
    private static long? Seconds(string text) =>
        text.Length is > 0 and <= 12 && text[0] is not '0' && text.All(char.IsAsciiDigit) ? long.Parse(text) : null;
}
