using System.Net;
using System.Net.Sockets;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Deliveries;

/// <summary>Announcements as webhooks, from a sandbox to a receiver on this machine.</summary>
public sealed class CallingWebhooks
{
    [Fact]
    public async Task Are_signed_with_the_secret_that_was_shown_once_and_carry_the_links()
    {
        using var receiver = new Receiver();
        await using var world = await World.StartedAsync();
        var account = World.Name("acc");
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(account, World.Bot + "," + Hook("hook", receiver)))).Is(201);
        var secret = Secret(opened);
        var got = (await receiver.AtLeastAsync(1))[0];
        Assert.Equal(WebhookFinding.Genuine, Check(got, secret));
        Assert.Equal(WebhookFinding.Forged, Check(got with { Body = new byte[got.Body.Length] }, secret));
        var data = Receiver.Data(got);
        Assert.Equal(account, (string)data["account"]!);
        var to = Assert.Single(data["to"]!.AsArray())!;
        Assert.Contains("/veto/", (string)to["link"]!, StringComparison.Ordinal);
        Assert.Contains("We never call you", (string)to["message"]!, StringComparison.Ordinal);
        Assert.Equal("ours", (await world.Nobody.GetAsync($"/v1/verify?code={(string)to["code"]!}")).Text("answer"));
    }

    [Fact]
    public async Task Change_their_secret_without_a_gap_by_a_second_channel_to_the_same_place()
    {
        using var receiver = new Receiver();
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        var first = Secret((await world.AskAsync(account, Hook("first", receiver))).Is(201));
        var second = Secret((await world.AskAsync(account, Hook("second", receiver))).Is(201));
        await world.AdvanceAsync("PT49H");
        receiver.Got.Clear();
        await ApproveAsync(world, account, World.Grant());
        await world.AdvanceAsync("PT1M");
        var both = Assert.Single(receiver.Got);
        Assert.Equal(WebhookFinding.Genuine, Check(both, first));
        Assert.Equal(WebhookFinding.Genuine, Check(both, second));
        await ApproveAsync(world, account, """{"op":"removeChannel","channel":"first"}""");
        await world.AdvanceAsync("P10D");
        await world.AdvanceAsync("PT1S");
        receiver.Got.Clear();
        await ApproveAsync(world, account, World.Place(World.TronOther, "cold"));
        await world.AdvanceAsync("PT1M");
        var one = Assert.Single(receiver.Got);
        Assert.Equal(WebhookFinding.Forged, Check(one, first));
        Assert.Equal(WebhookFinding.Genuine, Check(one, second));
    }

    [Fact]
    public async Task Are_tried_again_with_the_same_id_and_body_until_they_are_taken()
    {
        using var receiver = new Receiver { Status = 500 };
        // it comes back under another address than the one in the first attempt
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        (await world.AskAsync(account, Hook("hook", receiver))).Is(201);
        await world.AdvanceAsync("PT1M");
        await world.RestartAsync();
        await world.AdvanceAsync("PT1H");
        Assert.InRange(receiver.Got.Count, 2, 6);
        receiver.Status = 204;
        await world.AdvanceAsync("PT1H");
        await world.AdvanceAsync("PT24H");
        await world.AdvanceAsync("PT24H");
        Assert.Equal(1, receiver.Taken);
        Assert.Single(receiver.Got.Select(g => g.Id).Distinct(StringComparer.Ordinal));
        Assert.Single(receiver.Got.Select(g => Convert.ToHexString(g.Body.Span)).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task That_never_answer_keep_no_mail_waiting()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var world = await World.StartedAsync();
        for (var i = 0; i < 20; i++)
        {
            var hooks = Enumerable.Range(0, 15).Select(n =>
                $$"""{"op":"addChannel","channel":"hook-{{n}}","kind":"webhook","to":"http://{{silent.LocalEndpoint}}/{{n}}"}""");
            await world.OpenAsync(World.Bot + "," + string.Join(',', hooks));
        }
        await world.LettersAsync(20);
        await world.OpenAsync(World.Bot);
        Assert.Equal(21, (await world.LettersAsync(21)).Length);
    }

    [Fact]
    public async Task Are_never_tried_again_where_the_place_is_gone()
    {
        using var receiver = new Receiver { Status = 410 };
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        (await world.AskAsync(account, Hook("hook", receiver))).Is(201);
        await world.AdvanceAsync("PT1M");
        await world.AdvanceAsync("PT24H");
        await world.AdvanceAsync("PT1S");
        Assert.Single(receiver.Got);
    }

    [Fact]
    public async Task Show_the_platform_every_announcement_with_words_and_links_and_start_nothing()
    {
        using var receiver = new Receiver();
        await using var server = await RunningServer.ProductionAsync(o => o with { Webhook = receiver.Url });
        (await server.Platform.PostAsync("/v1/accounts", $$"""{"id":"alice","edits":[{{World.Bot}}]}""")).Is(201);
        var got = (await receiver.AtLeastAsync(1))[0];
        var secret = WebhookSecret.From(await File.ReadAllBytesAsync(Path.Combine(server.Data, "keys", "webhook-platform"), TestContext.Current.CancellationToken));
        Assert.Equal(WebhookFinding.Genuine, Check(got, secret));
        var to = Assert.Single(Receiver.Data(got)["to"]!.AsArray())!;
        Assert.Equal("platform", (string)to["kind"]!);
        var change = (await server.Platform.GetAsync("/v1/accounts/alice")).Is(200)["changes"]![0]!;
        Assert.Null(change["edits"]![0]!["effectiveAt"]);
        (await server.Nobody.PostFormAsync(new Uri((string)to["link"]!).AbsolutePath, ("which", "this"))).Is(200);
        Assert.Empty((await server.Platform.GetAsync("/v1/accounts/alice")).Is(200)["changes"]!.AsArray());
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://hook.example:8443/")]
    public async Task Go_to_no_place_of_this_machine_in_production(string url)
    {
        await using var server = await RunningServer.ProductionAsync();
        var edit = $$"""{"op":"addChannel","channel":"hook","kind":"webhook","to":"{{url}}"}""";
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", edit))).Is(422, "webhookInvalid");
    }

    private static string Hook(string id, Receiver receiver) => $$"""{"op":"addChannel","channel":"{{id}}","kind":"webhook","to":"{{receiver.Url}}"}""";

    private static WebhookSecret Secret(Reply reply) =>
        WebhookSecret.TryParse((string)reply["secrets"]![0]!["secret"]!, out var secret) ? secret : throw new InvalidOperationException("no secret");

    private static WebhookFinding Check(SignedWebhook webhook, WebhookSecret secret) =>
        new WebhookVerifier([secret], null, TimeSpan.FromDays(365)).Check(webhook, DateTimeOffset.UtcNow);

    private static async Task ApproveAsync(World world, string account, string edits)
    {
        var change = (await world.AskAsync(account, edits)).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
    }
}
