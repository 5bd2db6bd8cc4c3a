using System.Buffers;
using System.Text;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Channels.Webhooks;

/// <summary>
/// Signs as Standard Webhooks says: `id.timestamp.payload` under each secret (`v1`, HMAC-SHA256) and under the key of
/// the installation (`v1a`, Ed25519), all in one header, so that a receiver can change its secret without a gap.
/// </summary>
internal static class WebhookSignature
{
    public const string Shared = "v1,", Public = "v1a,";

    private const int LongestId = 128;

    /// <summary>No full stop, as it parts what is signed, and nothing that a header could not carry.</summary>
    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static SignedWebhook Sign(
        string id, DateTimeOffset at, ReadOnlyMemory<byte> body, IReadOnlyList<WebhookSecret> secrets, Ed25519 key)
    {
        if (!IsId(id)) throw new ArgumentException("a webhook id is 1 to 128 of A-Z a-z 0-9 _ -", nameof(id));
        var timestamp = at.ToUnixTimeSeconds().ToString();
        var content = Content(id, timestamp, body.Span);
        var signatures = secrets.Select(secret => Of(secret, content)).Append(Of(key, content));
        return new SignedWebhook(id, timestamp, string.Join(' ', signatures), body);
    }

    public static bool IsId(string id) =>
        id.Length is > 0 and <= LongestId && !id.AsSpan().ContainsAnyExcept(IdCharacters);

    public static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body];

    public static string Of(WebhookSecret secret, byte[] content) =>
        Shared + Convert.ToBase64String(secret.Mac(content));

    private static string Of(Ed25519 key, byte[] content) => Public + Convert.ToBase64String(key.Sign(content));
}
