using System.Text;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Tests.Channels.Webhooks;

public sealed class SigningAWebhook : IDisposable
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly Ed25519 key = new(Enumerable.Range(0, 32).Select(n => (byte)n).ToArray());
    private readonly WebhookSecret old = WebhookSecret.Random(), young = WebhookSecret.Random();
    private readonly SignedWebhook webhook;

    public SigningAWebhook() => webhook = WebhookSignature.Sign("a_17", At, "{\"n\":1}"u8.ToArray(), [old, young], key);

    [Fact]
    public void The_published_vector_is_reproduced()
    {
        var vector = PublishedVectors.Read("standard-webhooks", "vector.json");
        string Text(string name) => vector.GetProperty(name).GetString()!;
        Assert.True(WebhookSecret.TryParse(Text("secret"), out var secret));
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Text("webhook-timestamp")));
        var payload = Encoding.UTF8.GetBytes(Text("payload"));
        var signed = WebhookSignature.Sign(Text("webhook-id"), at, payload, [secret], key);
        Assert.Equal(Text("webhook-timestamp"), signed.Timestamp);
        Assert.Equal(Text("webhook-signature"), signed.Signature.Split(' ')[0]);
    }

    [Fact]
    public void One_request_carries_a_signature_of_every_secret_and_one_of_the_key()
    {
        Assert.Equal(["v1", "v1", "v1a"], webhook.Signature.Split(' ').Select(part => part.Split(',')[0]));
        Assert.Equal(WebhookFinding.Genuine, With(old).Check(webhook, At));
        Assert.Equal(WebhookFinding.Genuine, With(young).Check(webhook, At));
        Assert.Equal(WebhookFinding.Genuine, ByKey.Check(webhook, At));
    }

    [Fact]
    public void Another_secret_or_key_finds_it_forged()
    {
        using var other = new Ed25519(new byte[32]);
        Assert.Equal(WebhookFinding.Forged, With(WebhookSecret.Random()).Check(webhook, At));
        var byOther = new WebhookVerifier([], other.PublicKey.ToArray(), Tolerance);
        Assert.Equal(WebhookFinding.Forged, byOther.Check(webhook, At));
        Assert.Equal(WebhookFinding.Forged, new WebhookVerifier([], null, Tolerance).Check(webhook, At));
    }

    [Theory]
    [InlineData(-301, WebhookFinding.Stale)]
    [InlineData(-300, WebhookFinding.Genuine)]
    [InlineData(300, WebhookFinding.Genuine)]
    [InlineData(301, WebhookFinding.Stale)]
    public void An_attempt_counts_for_five_minutes_either_way(int seconds, object finding) =>
        Assert.Equal(finding, With(old).Check(webhook, At.AddSeconds(seconds)));

    [Fact]
    public void A_changed_body_id_or_timestamp_is_forged()
    {
        Assert.Equal(WebhookFinding.Forged, Both.Check(webhook with { Body = "{\"n\":2}"u8.ToArray() }, At));
        Assert.Equal(WebhookFinding.Forged, Both.Check(webhook with { Body = "{\"n\":1} "u8.ToArray() }, At));
        Assert.Equal(WebhookFinding.Forged, Both.Check(webhook with { Body = Array.Empty<byte>() }, At));
        Assert.Equal(WebhookFinding.Forged, Both.Check(webhook with { Id = "a_18" }, At));
        Assert.Equal(WebhookFinding.Forged, Both.Check(webhook with { Timestamp = "1780000001" }, At));
    }

    [Fact]
    public void Every_changed_character_of_a_signature_is_forged()
    {
        foreach (var (verifier, single) in Singles())
        {
            Assert.Equal(WebhookFinding.Genuine, verifier.Check(webhook with { Signature = single }, At));
            for (var at = 0; at < single.Length; at++)
                foreach (var changed in Changes(single, at))
                    Assert.NotEqual(WebhookFinding.Genuine, verifier.Check(webhook with { Signature = changed }, At));
        }
    }

    [Fact]
    public void The_signature_of_one_kind_is_none_of_the_other()
    {
        foreach (var (_, single) in Singles())
        {
            var swapped = single.StartsWith("v1,", StringComparison.Ordinal) ? "v1a" + single[2..] : "v1" + single[3..];
            Assert.Equal(WebhookFinding.Forged, Both.Check(webhook with { Signature = swapped }, At));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.17")]
    [InlineData("a 17")]
    [InlineData("a_17\n")]
    [InlineData("ä")]
    public void An_id_with_a_full_stop_or_worse_is_neither_signed_nor_taken(string id)
    {
        Assert.Throws<ArgumentException>(() => WebhookSignature.Sign(id, At, default, [old], key));
        Assert.Equal(WebhookFinding.Malformed, Both.Check(webhook with { Id = id }, At));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+1780000000")]
    [InlineData("-1780000000")]
    [InlineData("01780000000")]
    [InlineData(" 1780000000")]
    [InlineData("1780000000.0")]
    [InlineData("1780000000000000000000")]
    [InlineData("2026-05-28T20:26:40Z")]
    [InlineData("١٧٨٠٠٠٠٠٠٠")]
    public void Only_plain_seconds_are_a_timestamp(string timestamp) =>
        Assert.Equal(WebhookFinding.Malformed, Both.Check(webhook with { Timestamp = timestamp }, At));

    [Fact]
    public void A_flood_of_signatures_is_not_worth_the_work() =>
        Assert.Equal(
            WebhookFinding.Malformed,
            Both.Check(webhook with { Signature = string.Join(' ', Enumerable.Repeat(webhook.Signature, 100)) }, At));

    public void Dispose() => key.Dispose();

    private WebhookVerifier ByKey => new([], key.PublicKey.ToArray(), Tolerance);

    private WebhookVerifier Both => new([old, young], key.PublicKey.ToArray(), Tolerance);

    private static WebhookVerifier With(WebhookSecret secret) => new([secret], null, Tolerance);

    private IEnumerable<(WebhookVerifier, string)> Singles()
    {
        var parts = webhook.Signature.Split(' ');
        return [(With(old), parts[0]), (With(young), parts[1]), (ByKey, parts[2])];
    }

    private static IEnumerable<string> Changes(string text, int at) =>
    [
        text[..at],
        text.Remove(at, 1),
        text.Insert(at, "A"),
        text.Insert(at, "="),
        text.Insert(at, "\t"),
        text[..at] + (text[at] == 'B' ? 'C' : 'B') + text[(at + 1)..],
        text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..],
    ];
}
