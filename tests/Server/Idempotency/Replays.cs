using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Idempotency;

public sealed class Replays
{
    private const string App = """{"op":"addFactor","factor":"app","kind":"totp","label":"app"}""";

    private sealed record Post(string Name, Client As, string Path, string Body, Reply First);

    /// <summary>One of every endpoint, with answers of every kind that is kept.</summary>
    [Fact]
    public async Task Answer_the_same_for_every_endpoint_but_for_secrets_and_permits_also_after_a_restart()
    {
        await using var world = await World.StartedAsync();
        var posts = await PostEverythingAsync(world);
        await world.AdvanceAsync("PT1S");
        var head = await world.HeadAsync();
        foreach (var post in posts) await AssertReplayAsync(post, post.As);
        Assert.Equal(head, await world.HeadAsync());
        var clock = await world.NowAsync();
        await world.RestartAsync();
        foreach (var post in posts) await AssertReplayAsync(post, world.With(post.As.Token));
        Assert.Equal(head, await world.HeadAsync());
        Assert.True(await world.NowAsync() - clock < TimeSpan.FromMinutes(5), "a replay moved the clock");
    }

    private static async Task AssertReplayAsync(Post post, Client client)
    {
        var again = await client.PostAsync(post.Path, post.Body, post.Name);
        Assert.True(again.IsReplayed, $"{post.Name} was decided again: {again.Status} {again.Body}");
        Assert.Equal(post.First.Status, again.Status);
        Assert.Equal(post.First.ContentType, again.ContentType);
        var expected = post.First.Json.AsObject();
        foreach (var once in (string[])["permit", "secrets", "token"]) expected.Remove(once);
        Assert.True(JsonNode.DeepEquals(expected, again.Json), $"{post.Name}: {post.First.Body} became {again.Body}");
    }

    private static async Task<List<Post>> PostEverythingAsync(World world)
    {
        var posts = new List<Post>();
        var (platform, staff1, staff2) = (world.Platform, world.Staff1, world.Staff2);
        async Task<Reply> SendAsync(string name, Client client, string path, string body, int status)
        {
            var first = (await client.PostAsync(path, body, name)).Is(status);
            Assert.False(first.IsReplayed);
            posts.Add(new Post(name, client, path, body, first));
            return first;
        }

        const string Root = "/v1/accounts/alice";
        var by = $$"""{"by":{{World.Owner("alice")}}}""";
        await SendAsync("open", platform, "/v1/accounts", World.Opening("alice", World.Bot + "," + World.Place() + "," + App), 201);
        await SendAsync("open-taken", platform, "/v1/accounts", World.Opening("alice"), 409);
        await SendAsync("open-owner", platform, "/v1/accounts", World.Opening("alice-2", owner: "alice"), 201);
        await SendAsync("clock", platform, "/sandbox/clock", """{"advance":"P3D"}""", 200);
        await world.AdvanceAsync("P8D");
        var change = await SendAsync("ask", platform, Root + "/changes", $$"""{"by":{{World.Owner("alice")}},"edits":[{{World.Grant()}}]}""", 201);
        var path = $"{Root}/changes/{change.Text("change")}";
        await SendAsync("ask-nothing", platform, Root + "/changes",
            $$"""{"by":{{World.Owner("alice")}},"edits":[{"op":"revoke","key":"k1","permission":"manage"}]}""", 200);
        await SendAsync("ask-refused", platform, Root + "/changes", $$"""{"by":{{World.By("key", "k1")}},"edits":[{{World.Grant("manage")}}]}""", 403);
        await SendAsync("approve-wrong-digest", platform, path + "/approvals",
            $$"""{"factor":"platform","digest":"{{new string('0', 64)}}","by":{{World.Owner("alice")}}}""", 403);
        await SendAsync("approve-wrong-code", platform, path + "/approvals",
            $$"""{"factor":"totp","code":"000000","digest":"{{change.Text("digest")}}","by":{{World.Owner("alice")}}}""", 403);
        await SendAsync("veto", platform, path + "/veto", by, 200);
        await SendAsync("approve-vetoed", platform, path + "/approvals",
            $$"""{"factor":"platform","digest":"{{change.Text("digest")}}","by":{{World.Owner("alice")}}}""", 409);
        await SendAsync("allow", platform, Root + "/withdrawals", World.Withdrawal("w1", "100"), 200);
        await SendAsync("deny", platform, Root + "/withdrawals", World.Withdrawal("w2", "100", World.TronOther), 403);
        await SendAsync("observe", platform, Root + "/withdrawals?observe=true", World.Withdrawal("w3", "1", World.TronOther), 200);
        await SendAsync("id-used", platform, Root + "/withdrawals", World.Withdrawal("w1", "101"), 409);
        await SendAsync("permit", platform, Root + "/withdrawals/w1/permit", by, 200);
        await SendAsync("permit-denied", platform, Root + "/withdrawals/w2/permit", by, 409);
        await SendAsync("release", platform, Root + "/withdrawals/w2/release", by, 403);
        await SendAsync("cancel-early", platform, Root + "/withdrawals/w1/cancel", by, 409);
        await SendAsync("cancel", platform, Root + "/withdrawals/w2/cancel", by, 200);
        await SendAsync("freeze", platform, Root + "/freeze", $$"""{"by":{{World.Owner("alice")}},"reason":"lost"}""", 200);
        await SendAsync("freeze-refused", platform, Root + "/freeze", $$"""{"by":{{World.By("key", "k1")}},"reason":"lost"}""", 403);
        await SendAsync("signal", platform, "/v1/signals", """{"account":"alice","kind":"inCall","at":"2026-01-01T00:00:00Z"}""", 202);
        await SendAsync("taken", platform, "/v1/announcements/taken", """{"upTo":1}""", 409);
        var act = await SendAsync("act", staff1, "/v1/staff/acts", $$"""{"kind":"clock","digest":"{{new string('a', 64)}}"}""", 201);
        await SendAsync("act-same", staff1, $"/v1/staff/acts/{act.Text("act")}/second", "{}", 403);
        await SendAsync("act-second", staff2, $"/v1/staff/acts/{act.Text("act")}/second", "{}", 200);
        await SendAsync("token", staff1, "/v1/tokens", """{"name":"gate","roles":["decide"]}""", 201);
        await SendAsync("token-used", staff1, "/v1/tokens", """{"name":"gate","roles":["feed"]}""", 409);
        return posts;
    }

    [Fact]
    public async Task Of_what_the_platform_told_answer_the_same_and_take_nothing_twice()
    {
        await using var world = await World.StartedAsync("""{"platformTells":true}""");
        await world.OpenAsync(World.Bot);
        await world.AdvanceAsync("PT1S");
        var body = $$"""{"upTo":{{await world.HeadAsync()}}}""";
        var first = (await world.Platform.PostAsync("/v1/announcements/taken", body, "t")).Is(200);
        var again = (await world.Platform.PostAsync("/v1/announcements/taken", body, "t")).Is(200);
        Assert.True(again.IsReplayed);
        Assert.Equal(first.Body, again.Body);
    }
}
