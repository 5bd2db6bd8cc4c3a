using Holdfast.Domain.Changes;
using Holdfast.Server.Secrets;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class WebhookSecrets(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Are_given_once_when_the_account_is_opened()
    {
        var name = World.Name("acc");
        var body = World.Opening(name, Hook("h1"));
        var reply = (await world.Platform.PostAsync("/v1/accounts", body, "open-" + name)).Is(201);
        var secret = Assert.Single(reply["secrets"]!.AsArray())!;
        Assert.Equal(["channel", "secret"], secret.AsObject().Select(m => m.Key));
        Assert.Equal("h1", (string?)secret["channel"]);
        Assert.Equal(32, Key(secret).Length);
        var again = (await world.Platform.PostAsync("/v1/accounts", body, "open-" + name)).Is(201);
        Assert.True(again.IsReplayed);
        Assert.Null(again["secrets"]);
        await AssertHiddenAsync((string)secret["secret"]!);
    }

    [Fact]
    public async Task Are_given_with_the_answer_to_a_change_and_to_no_other_channel()
    {
        var account = await world.OpenAsync();
        var reply = (await world.AskAsync(account,
            Hook("h1") + """,{"op":"addChannel","channel":"two","kind":"email","to":"two@example.com"}""")).Is(201);
        await AssertHiddenAsync((string)Assert.Single(reply["secrets"]!.AsArray())!["secret"]!);
        var again = (await world.AskAsync(account, Hook("h1"))).Is(409);
        Assert.Contains("channelExists", again.Body, StringComparison.Ordinal);
        Assert.Null((await world.Platform.GetAsync("/v1/accounts/" + account)).Is(200)["secrets"]);
    }

    [Fact]
    public async Task Rotate_by_a_second_channel_to_the_same_place()
    {
        var account = await world.OpenAsync(Hook("h1"));
        var first = (await world.AskAsync(account, Hook("h2"))).Is(201);
        var other = (await world.AskAsync(account, Hook("h3"))).Is(201);
        Assert.NotEqual(Key(first["secrets"]![0]!), Key(other["secrets"]![0]!));
        var channels = (await world.Platform.GetAsync("/v1/accounts/" + account)).Is(200)["channels"]!.AsArray();
        Assert.Equal(["email", "h1", "h2", "h3"], channels.Select(c => (string)c!["channel"]!));
    }

    [Fact]
    public void Open_for_their_owner_and_channel_alone()
    {
        using var seal = new SecretSeal(new byte[32]);
        var hidden = Assert.Single(seal.Make([new Edit.AddChannel("h1", ChannelKind.Webhook, "https://example.com/")], "alice", "c_1").Sealed);
        Assert.Equal("channel/h1", hidden.For);
        Assert.Equal(32, seal.Open("alice", "channel/h1", hidden.Sealed).Length);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => seal.Open("alice", "channel/h2", hidden.Sealed));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => seal.Open("bob", "channel/h1", hidden.Sealed));
    }

    private async Task AssertHiddenAsync(string secret)
    {
        var feed = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200).Body;
        Assert.DoesNotContain(secret, feed, StringComparison.Ordinal);
        Assert.DoesNotContain("\"sealed", feed, StringComparison.OrdinalIgnoreCase);
    }

    private static byte[] Key(System.Text.Json.Nodes.JsonNode secret)
    {
        var text = (string)secret["secret"]!;
        Assert.StartsWith("whsec_", text, StringComparison.Ordinal);
        return Convert.FromBase64String(text["whsec_".Length..]);
    }

    private static string Hook(string id) =>
        $$"""{"op":"addChannel","channel":"{{id}}","kind":"webhook","to":"https://example.com/holdfast"}""";
}
