using System.Net;
using Holdfast.Server.Channels;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Tests.Channels.Webhooks.Outside;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Tests.Channels.Webhooks;

/// <summary>
/// Whatever the URL, its name, or the answer: no connection but to a public address of the host that the URL names.
/// </summary>
public sealed class ReachingOnlyPublicPlaces : IAsyncLifetime
{
    private readonly Ed25519 key = new(new byte[Ed25519.SeedBytes]);
    private Receiver receiver = null!;
    private Internet internet = null!;
    private IReadOnlyList<string> urls = [];

    public static TheoryData<string> Bugs => [.. PlantedBugs.All.Keys];

    public async ValueTask InitializeAsync()
    {
        receiver = await Receiver.Start(UrlForms.Hook);
        internet = new Internet(receiver);
        urls = UrlForms.In(internet);
    }

    [Fact]
    public async Task The_sender_makes_no_other_connection()
    {
        using var sender = new WebhookSender(internet.Options(), key);
        Assert.Empty(await All(OutboundChecker.Check(internet, url => Send(sender, url), urls)));
        Assert.True(urls.Distinct(StringComparer.Ordinal).Count() >= 300, $"{urls.Count} forms");
    }

    [Fact]
    public async Task The_way_out_alone_makes_no_other_connection()
    {
        using var outbound = Outbound.Open(internet.Options());
        Assert.Empty(await All(OutboundChecker.Check(internet, outbound, urls)));
    }

    [Fact]
    public async Task The_receiver_is_reached_so_that_its_answers_are_tried()
    {
        using var sender = new WebhookSender(internet.Options(), key);
        foreach (var url in urls.Where(url => url.Contains("?Location=")))
        {
            internet.Forget();
            await Send(sender, url);
            Assert.Single(internet.Connections);
        }
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task A_planted_bug_is_found(string bug)
    {
        using var outbound = new HttpMessageInvoker(PlantedBugs.All[bug](internet.Options()));
        var found = OutboundChecker.Check(internet, outbound, urls);
        Assert.True(await found.AnyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_name_is_looked_up_once_for_each_request_and_anew_for_the_next()
    {
        using var sender = new WebhookSender(internet.Options(), key);
        for (var request = 1; request <= 3; request++)
        {
            await Send(sender, $"https://{UrlForms.Hook}/");
            Assert.Equal(request, internet.LookUpsOf(UrlForms.Hook));
            Assert.Equal(request, internet.Connections.Count);
        }
    }

    [Fact]
    public async Task In_a_sandbox_only_the_name_of_this_machine_leads_to_it()
    {
        internet.Name("localhost", IPAddress.IPv6Loopback, IPAddress.Loopback);
        using var sender = new WebhookSender(internet.Options() with { Sandbox = true }, key);
        Assert.Empty(await All(OutboundChecker.Check(internet, url => Send(sender, url), urls)));
        internet.Forget();
        await Send(sender, "http://localhost:9000/");
        Assert.Equal(["[::1]:9000", "127.0.0.1:9000"], internet.Connections.Select(place => place.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        key.Dispose();
    }

    private static ValueTask<List<string>> All(IAsyncEnumerable<string> found) =>
        found.ToListAsync(TestContext.Current.CancellationToken);

    private static Task<Attempt> Send(WebhookSender sender, string url) => sender.SendAsync(
        url, "a_1", DateTimeOffset.UnixEpoch, "{}"u8.ToArray(), [], TestContext.Current.CancellationToken);
}
