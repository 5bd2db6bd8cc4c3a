using System.Text;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Idempotency;

/// <summary>Permits, secrets and tokens are given with the first answer and never again; nothing that is kept holds them.</summary>
public sealed class GivenOnce
{
    private const string Keys =
        """
        {"op":"addFactor","factor":"app","kind":"totp","label":"app"},
        {"op":"addChannel","channel":"hook","kind":"webhook","to":"https://example.com/hook"},
        {"op":"addKey","key":"k2","label":"other","permissions":["read"],"sources":[],"expiresAt":null,"credential":{"kind":"shared","scheme":"binance"}}
        """;

    [Fact]
    public async Task Are_not_in_a_replay_before_and_after_a_restart_nor_anywhere_in_the_data()
    {
        await using var world = await World.StartedAsync();
        (string Member, Func<Task<Reply>> Send)[] gifts =
        [
            ("secrets", () => world.Platform.PostAsync("/v1/accounts", World.Opening("alice", $"{World.Bot},{World.Place()},{Keys}"), "open")),
            ("secrets", () => world.AskAsync("alice", """{"op":"addFactor","factor":"app2","kind":"totp","label":"two"}""", key: "ask")),
            ("permit", () => world.WithdrawAsync("alice", "w1", "10", key: "withdraw")),
            ("permit", () => world.Platform.PostAsync("/v1/accounts/alice/withdrawals/w1/permit", $$"""{"by":{{World.Owner("alice")}} }""", "permit")),
            ("token", () => world.Staff1.PostAsync("/v1/tokens", """{"name":"gate","roles":["decide"]}""", "token")),
            ("token", () => world.Staff1.PostAsync("/v1/tokens", """{"name":"third","roles":["staff"]}""", "staff")),
        ];
        var given = new List<string>();
        for (var i = 0; i < gifts.Length; i++)
        {
            var first = await gifts[i].Send();
            Assert.False(first.IsReplayed);
            given.AddRange(Texts(first, gifts[i].Member));
            if (i == 0) await world.AdvanceAsync("P3D");
        }
        Assert.Equal(10, given.Count);
        await AssertGoneAsync(world, gifts, given);
        await world.RestartAsync();
        await AssertGoneAsync(world, gifts, given);
    }

    /// <summary>The look-around that finds nothing would find what is there.</summary>
    [Fact]
    public async Task Would_be_found_where_they_were_kept()
    {
        await using var world = await World.StartedAsync();
        await world.OpenAsync(World.Bot, "alice-in-the-log");
        Assert.Contains("alice-in-the-log", await KeptAsync(world), StringComparison.Ordinal);
        Assert.Contains(world.Tokens.Staff1, await KeptAsync(world, withFirstTokens: true), StringComparison.Ordinal);
        Assert.DoesNotContain(world.Tokens.Staff1, await KeptAsync(world), StringComparison.Ordinal);
    }

    private static async Task AssertGoneAsync(World world, (string Member, Func<Task<Reply>> Send)[] gifts, List<string> given)
    {
        foreach (var (member, send) in gifts)
        {
            var again = await send();
            Assert.True(again.IsReplayed, again.Body);
            Assert.DoesNotContain(member, again.Members);
            Assert.All(given, text => Assert.DoesNotContain(text, again.Body, StringComparison.Ordinal));
        }
        var kept = await KeptAsync(world);
        Assert.All(given, text => Assert.DoesNotContain(text, kept, StringComparison.Ordinal));
    }

    /// <summary>The feed, every file of the data folder, and all letters, as one text.</summary>
    private static async Task<string> KeptAsync(World world, bool withFirstTokens = false)
    {
        await world.AdvanceAsync("PT1S");
        var kept = new StringBuilder((await world.Platform.GetAsync("/v1/events?limit=1000")).Is(200).Body);
        foreach (var file in Directory.GetFiles(world.Data, "*", SearchOption.AllDirectories))
            if (Path.GetFileName(file) != "lock" && (withFirstTokens || !(Path.GetFileName(file) is "staff-1" or "staff-2" or "platform-token")))
                kept.Append(Encoding.Latin1.GetString(await ReadAsync(file)));
        foreach (var letter in await world.LettersAsync()) kept.Append(letter.Text);
        return kept.ToString();
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }

    private static string[] Texts(Reply reply, string member) => reply[member] switch
    {
        System.Text.Json.Nodes.JsonArray secrets => [.. secrets.Select(s => (string)s!["secret"]!), .. secrets.Select(s => (string?)s!["uri"]).OfType<string>()],
        { } text => [(string)text!],
        null => throw new InvalidOperationException($"no `{member}` in {reply.Body}"),
    };
}
