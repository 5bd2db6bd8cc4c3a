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

    /// <summary>The same key under other bodies at the same time: one body has it, whichever came first.</summary>
    [Fact]
    public async Task With_one_key_and_a_body_each_ask_for_one_change()
    {
        var account = await world.OpenAsync(World.Bot);
        var key = Client.FreshKey();
        var replies = await Task.WhenAll(Enumerable.Range(0, Many).Select(i =>
            Task.Run(() => world.AskAsync(account, World.Grant($"p-{i}"), key: key))));
        Assert.Single(replies, r => r.Status == 201);
        Assert.All(replies.Where(r => r.Status != 201), r => r.Is(422, "idempotencyKeyReused"));
        Assert.Equal(2, await CountAsync(account, "changeAsked"));
    }

    [Fact]
    public async Task Freeze_once()
    {
        var account = await world.OpenAsync();
        AssertOneDecision(await AtOnceAsync($"/v1/accounts/{account}/freeze", $$"""{"by":{{World.Owner(account)}},"reason":"lost"}"""), 200);
        Assert.Equal(1, await CountAsync(account, "accountFrozen"));
    }

    /// <summary>Equal requests around a restart: those before and those behind it share the one decision.</summary>
    [Fact]
    public async Task Before_and_behind_a_restart_are_decided_once()
    {
        await using var own = await World.StartedAsync();
        var account = await own.OpenAsync(World.Bot);
        var (key, path) = (Client.FreshKey(), $"/v1/accounts/{account}/changes");
        var body = $$"""{"by":{{World.Owner(account)}},"edits":[{{World.Grant()}}]}""";
        Task<Reply[]> CrowdAsync() => Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(() => own.Platform.PostAsync(path, body, key))));
        var before = await CrowdAsync();
        await own.RestartAsync();
        AssertOneDecision([.. before, .. await CrowdAsync()], 201);
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
