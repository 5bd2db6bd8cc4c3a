using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Idempotency;

/// <summary>Thirty-two of the same at once: one is decided, all are answered alike.</summary>
public sealed class Crowds(World world) : IClassFixture<World>
{
    private const int Many = 32;

    [Fact]
    public async Task Open_one_account()
    {
        var name = World.Name("acc");
        var replies = await AtOnceAsync("/v1/accounts", World.Opening(name, World.Bot));
        AssertOneDecision(replies, 201);
        Assert.Equal(1, await CountAsync(name, "accountOpened"));
    }

    [Fact]
    public async Task Ask_for_one_change()
    {
        var account = await world.OpenAsync(World.Bot);
        AssertOneDecision(await AtOnceAsync($"/v1/accounts/{account}/changes",
            $$"""{"by":{{World.Owner(account)}},"edits":[{{World.Grant()}}]}"""), 201);
        Assert.Equal(2, await CountAsync(account, "changeAsked"));
    }

    [Fact]
    public async Task Get_one_permit()
    {
        var account = await world.AgedAsync();
        var replies = await AtOnceAsync($"/v1/accounts/{account}/withdrawals", World.Withdrawal("w1", "50", World.TronOther));
        AssertOneDecision(replies, 200);
        Assert.Single(replies, r => r["permit"] is not null);
        Assert.Equal(1, await CountAsync(account, "withdrawalDecided"));
    }

    [Fact]
    public async Task Issue_one_token()
    {
        var replies = await AtOnceAsync("/v1/tokens", $$"""{"name":"{{World.Name("gate")}}","roles":["decide"]}""", world.Staff1);
        AssertOneDecision(replies, 201);
        Assert.Single(replies, r => r["token"] is not null);
    }

    [Fact]
    public async Task With_keys_of_their_own_leave_together_no_more_than_the_allowance()
    {
        var account = await world.AgedAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, Many).Select(i =>
            world.WithdrawAsync(account, $"w{i}", "10", World.TronOther)));
        Assert.Equal(5, replies.Count(r => r.Status == 200));
        Assert.Equal(Many - 5, replies.Count(r => r.Status == 403));
    }

    private static void AssertOneDecision(Reply[] replies, int status)
    {
        Assert.All(replies, r => r.Is(status));
        Assert.Single(replies, r => !r.IsReplayed);
        Assert.Single(replies.Select(Kept).Distinct());
    }

    private static string Kept(Reply reply)
    {
        var body = reply.Json.AsObject();
        foreach (var once in (string[])["permit", "secrets", "token"]) body.Remove(once);
        return body.ToJsonString();
    }

    private Task<Reply[]> AtOnceAsync(string path, string body, Client? client = null)
    {
        var key = Client.FreshKey();
        return Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(() => (client ?? world.Platform).PostAsync(path, body, key))));
    }

    private async Task<int> CountAsync(string account, string type)
    {
        var count = 0;
        for (var after = 0L; ;)
        {
            var events = (await world.Platform.GetAsync($"/v1/events?after={after}&limit=1000")).Is(200)["events"]!.AsArray();
            if (events.Count == 0) return count;
            count += events.Count(e => (string?)e!["type"] == type && (string?)e["account"] == account);
            after = (long)events[^1]!["position"]!;
        }
    }
}
