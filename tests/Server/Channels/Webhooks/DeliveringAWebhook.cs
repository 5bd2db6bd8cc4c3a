using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Holdfast.Server.Channels;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Tests.Channels.Webhooks.Outside;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Tests.Channels.Webhooks;

/// <summary>Over real TLS to a real server; only the addresses are an invention.</summary>
public sealed class DeliveringAWebhook : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = "{\"type\":\"alert\"}"u8.ToArray();

    private readonly Ed25519 key = new(RandomNumberGenerator.GetBytes(Ed25519.SeedBytes));
    private readonly WebhookSecret old = WebhookSecret.Random(), young = WebhookSecret.Random();
    private Receiver receiver = null!;
    private Internet internet = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await Receiver.Start(UrlForms.Hook);
        internet = new Internet(receiver);
        internet.Name(UrlForms.Hook, Internet.Open);
    }

    [Fact]
    public async Task The_receiver_has_what_was_sent_and_can_check_who_sent_it()
    {
        Assert.Equal(new Attempt.Taken("answered 200"), await Send("/in"));
        var (webhook, headers) = Assert.Single(receiver.Taken);
        Assert.Equal(Body, webhook.Body.ToArray());
        Assert.Equal("a_1", webhook.Id);
        Assert.Equal("application/json", headers.ContentType);
        Assert.Equal("Holdfast", headers.UserAgent);
        Assert.Equal(UrlForms.Hook, headers.Host);
        var tolerance = TimeSpan.FromMinutes(5);
        var publicKey = key.PublicKey.ToArray();
        Assert.Equal(WebhookFinding.Genuine, new WebhookVerifier([old], null, tolerance).Check(webhook, At));
        Assert.Equal(WebhookFinding.Genuine, new WebhookVerifier([young], null, tolerance).Check(webhook, At));
        Assert.Equal(WebhookFinding.Genuine, new WebhookVerifier([], publicKey, tolerance).Check(webhook, At));
    }

    [Fact]
    public async Task Nothing_is_sent_that_nobody_asked_for()
    {
        await Send("/in");
        var sent = receiver.Taken.Single().Headers.Keys.Except(["Connection"]).Select(name => name.ToLowerInvariant());
        string[] meant =
        [
            "content-length", "content-type", "host", "user-agent", "webhook-id", "webhook-signature", "webhook-timestamp",
        ];
        Assert.Equal(meant, sent.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task A_two_hundred_takes_it(int status) =>
        Assert.Equal(new Attempt.Taken($"answered {status}"), await Send($"/status/{status}"));

    [Fact]
    public async Task Gone_is_for_good() =>
        Assert.Equal(new Attempt.Refused("answered 410"), await Send("/status/410"));

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        var attempt = await Send($"/status/{status}?Location=https%3A%2F%2F{UrlForms.Hook}%2Fin");
        Assert.Equal(new Attempt.Later($"answered {status}: redirects are not followed"), attempt);
        Assert.Empty(receiver.Taken);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(407)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task Any_other_answer_is_tried_again(int status) =>
        Assert.Equal(new Attempt.Later($"answered {status}"), await Send($"/status/{status}?Retry-After=60"));

    [Theory]
    [InlineData(429, "60", 60)]
    [InlineData(503, "60", 60)]
    [InlineData(503, "Sun, 01 Mar 2026 12:10:00 GMT", 600)]
    [InlineData(503, "9999999999", 86_400)]
    public async Task Who_is_busy_may_say_for_how_long(int status, string after, int seconds) =>
        Assert.Equal(
            new Attempt.Later($"answered {status}", TimeSpan.FromSeconds(seconds)),
            await Send($"/status/{status}?Retry-After={Uri.EscapeDataString(after)}"));

    [Fact]
    public async Task Who_is_busy_and_says_nothing_of_use_is_tried_as_planned() =>
        Assert.Equal(new Attempt.Later("answered 503"), await Send("/status/503?Retry-After=soon"));

    [Fact]
    public async Task A_receiver_that_never_answers_ends_with_the_time_of_the_attempt() =>
        Assert.Equal(
            new Attempt.Later("no answer in time"),
            await Send("/slow", options => options with { Limit = TimeSpan.FromSeconds(1) }));

    [Fact]
    public async Task A_receiver_that_hangs_up_is_tried_again() =>
        Assert.IsType<Attempt.Later>(await Send("/reset"));

    [Fact]
    public async Task An_answer_with_too_many_headers_is_no_answer() =>
        Assert.Equal(new Attempt.Later("no answer that could be read"), await Send("/headers"));

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        Assert.Equal(new Attempt.Taken("answered 200"), await Send("/endless"));
        // one TLS record of the answer's body, beside the handshake
        Assert.InRange(internet.BytesRead, 1, 64 * 1024);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_ends_it() =>
        Assert.Equal(
            new Attempt.Later("no tls that can be trusted"),
            await Send("/in", options => options with { Trust = null }));

    [Fact]
    public async Task A_certificate_for_another_name_ends_it()
    {
        internet.Name("other.example", Internet.Open);
        Assert.Equal(new Attempt.Later("no tls that can be trusted"), await Send("/in", host: "other.example"));
        Assert.Empty(receiver.Taken);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_is_silent()
    {
        internet.Name(UrlForms.Hook, [.. Internet.Silent, Internet.Open[0]]);
        Assert.IsType<Attempt.Taken>(await Send("/in"));
        Assert.Equal(3, internet.Connections.Count);
    }

    [Fact]
    public async Task What_fails_on_the_way_says_how_and_names_no_place()
    {
        internet.Name(UrlForms.Hook, Internet.Silent);
        Assert.Equal(new Attempt.Later("no connection"), await Send("/in"));
        internet.Name(UrlForms.Hook, IPAddress.Loopback);
        Assert.Equal(new Attempt.Later("the name leads to an address that is not public"), await Send("/in"));
        internet.Name(UrlForms.Hook);
        Assert.Equal(new Attempt.Later("the name was not found"), await Send("/in"));
        Assert.Equal(new Attempt.Later("the name was not found"), await Send("/in", host: "unknown.example"));
        Assert.Equal(new Attempt.Refused("not a url that may be called"), await Send("/in", host: "127.0.0.1"));
    }

    [Fact]
    public async Task Cancelling_is_the_only_thing_that_is_thrown()
    {
        using var stop = new CancellationTokenSource();
        var sending = SendUntil("/slow", options => options, UrlForms.Hook, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Many_letters_at_once_all_arrive()
    {
        var attempts = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Send("/in")));
        Assert.All(attempts, attempt => Assert.IsType<Attempt.Taken>(attempt));
        Assert.Equal(40, receiver.Taken.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        key.Dispose();
    }

    private Task<Attempt> Send(
        string path, Func<OutboundOptions, OutboundOptions>? with = null, string host = UrlForms.Hook) =>
        SendUntil(path, with ?? (options => options), host, TestContext.Current.CancellationToken);

    private async Task<Attempt> SendUntil(
        string path, Func<OutboundOptions, OutboundOptions> with, string host, CancellationToken stop)
    {
        using var sender = new WebhookSender(with(internet.Options() with { Trust = TrustsTheReceiver }), key);
        return await sender.SendAsync($"https://{host}{path}", "a_1", At, Body, [old, young], stop);
    }

    /// <summary>Its own certificate, and only under the name that the certificate is for.</summary>
    private bool TrustsTheReceiver(object sender, object? certificate, object? chain, SslPolicyErrors errors) =>
        !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
        && certificate is X509Certificate shown
        && shown.GetCertHashString() == receiver.Certificate.GetCertHashString();
}
