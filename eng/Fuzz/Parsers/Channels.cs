using System.Security.Cryptography;
using System.Text;
using Holdfast.Server.Channels;
using Holdfast.Server.Channels.Email;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Verification;
using Holdfast.Signing.Keys;

namespace Holdfast.Fuzz.Parsers;

/// <summary>What comes by the channels: the places of webhooks, the answers of their receivers, and what recipients check.</summary>
internal static class Channels
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
    private static readonly byte[] Body = "{}"u8.ToArray();
    private static readonly WebhookSecret Secret = WebhookSecret.From(SHA256.HashData("a secret of the fuzzer"u8));
    private static readonly Ed25519 Key = new(SHA256.HashData("another key of the fuzzer"u8));
    private static readonly WebhookVerifier Receiver = new([Secret], Key.PublicKey.ToArray(), TimeSpan.FromMinutes(5));
    private static readonly SignedWebhook[] Sent = [.. Enumerable.Range(0, 40).Select(i => WebhookSignature.Sign($"a_{i}-0", Now.AddSeconds(i), Body, [Secret], Key))];
    private static readonly HashSet<string> Genuine = [.. Sent.SelectMany(Spellings)];
    private static readonly ECDsa Announcing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly AnnouncementVerifier Recipient = new(Announcing, "1");

    public static Parser[] All() =>
    [
        new("url of a webhook", IsPlace, One(
            "https://example.com/hook", "https://münchen.example/a?b=c", "https://xn--mnchen-3ya.example:443", "https://a.b.c.example/%41", "https://127.0.0.1/", "https://example.com./x")),
        new("retry after", IsWait, One("120", "0", "Sun, 06 Nov 1994 08:49:37 GMT", "Wed, 27 May 2026 22:00:00 GMT", "86400000")),
        Parser.Of<WebhookSecret>("secret of a webhook", (string t, out WebhookSecret read) => WebhookSecret.TryParse(t, out read!), s => s.Reveal(),
            Secret.Reveal(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        new("headers of a webhook", IsGenuine, One([.. Sent.Select(s => $"{s.Id}\n{s.Timestamp}\n{s.Signature}")])) { Bytes = (131_072, 2048) },
        new("signature of a message", IsOurs, One([.. Enumerable.Range(0, 40).Select(Jws)])) { Bytes = (131_072, 2048) },
        new("smtp server", IsMailServer, One("smtp://mail.example.com", "smtps://holdfast@mail.example.com:465", "smtp://localhost:25", "smtp://a%40b@h.example:587")),
    ];

    private static Func<Random, string> One(params string[] of) => random => of[random.Next(of.Length)];

    private static bool IsPlace(string text)
    {
        var url = WebhookUrl.Read(text, sandbox: false, out var mistakes);
        if (url is null == (mistakes.Count == 0)) throw new BrokenPromiseException("neither a place nor a mistake, or both");
        if (url is null) return false;
        return url is { Scheme: "https", Port: 443, UserInfo: "" } ? true : throw new BrokenPromiseException($"`{url}` is called");
    }

    private static bool IsMailServer(string text)
    {
        var read = SmtpOptions.Read(text, "x", null, out var mistake);
        if (read is null == mistake is null) throw new BrokenPromiseException("neither a server nor a mistake, or both");
        return read is { Host.Length: > 0, Port: > 0 and < 65_536 };
    }

    private static bool IsWait(string text) => RetryAfter.Read(text, Now) is { } wait
        && (wait >= TimeSpan.Zero && wait <= RetrySchedule.LongestAsked ? true : throw new BrokenPromiseException($"waits {wait}"));

    /// <summary>Whatever is changed, what is found genuine was sent so; only the order of the signatures is free, and one of them suffices.</summary>
    private static bool IsGenuine(string text)
    {
        var parts = text.Split('\n', 3);
        if (parts.Length < 3) return false;
        if (Receiver.Check(new SignedWebhook(parts[0], parts[1], parts[2], Body), Now) != WebhookFinding.Genuine) return false;
        return parts[2].Split(' ').Any(s => Genuine.Contains($"{parts[0]}\n{parts[1]}\n{s}")) ? true : throw new BrokenPromiseException("was never sent");
    }

    private static IEnumerable<string> Spellings(SignedWebhook sent) => sent.Signature.Split(' ').Select(s => $"{sent.Id}\n{sent.Timestamp}\n{s}");

    /// <summary>Signed by nobody's key: none may be ours.</summary>
    private static bool IsOurs(string text)
    {
        var found = Recipient.Check(new ShownMessage("s", "t", null, "email", "a@example.com", text), Now.ToUnixTimeSeconds(), _ => false);
        return found is null ? throw new BrokenPromiseException("a forgery is ours") : found != NotOurs.Malformed;
    }

    private static string Jws(int number)
    {
        string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
        var signature = new byte[64];
        new Random(number).NextBytes(signature);
        signature[32] = 0;
        var header = $$"""{"alg":"ES256","typ":"{{AnnouncementSigner.Type}}","kid":"1"}""";
        var claims = $$"""{"jti":"a_{{number}}/0","aud":"{{AnnouncementSigner.Audience("email", "a@example.com")}}","text":"{{AnnouncementSigner.Hash("s\n\nt")}}","iat":1780000000,"exp":1790000000}""";
        return $"{Part(header)}.{Part(claims)}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }
}
