using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>One place in two spellings is one place, and two places that look alike are two.</summary>
public sealed class OtherSpellingSamePlace(World world) : IClassFixture<World>
{
    private const string Ton = "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N";

    private const string Evm = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Segwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        Xrp = "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59", XrpTag1 = "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu";

    [Theory]
    [InlineData("ETHEREUM", Evm, null, "eth", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", null)]
    [InlineData("ETHEREUM", Evm, null, "ERC-20", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", null)]
    [InlineData("BITCOIN", Segwit, null, "BTC", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", null)]
    [InlineData("XRP", Xrp, "1", "XRPL", XrpTag1, null)]
    [InlineData("XRP", Xrp, "1", "XRP", Xrp, "01")]
    [InlineData("XRP", XrpTag1, null, "XRP", Xrp, "1")]
    [InlineData("TON", Ton, "memo", "TONCOIN", "UQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqEBI", "memo")]
    [InlineData("TON", Ton, "memo", "TON", "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8", "memo")]
    public async Task An_aged_place_is_known_in_every_spelling(string network, string address, string? tag, string other, string spelled, string? spelledTag)
    {
        var account = await AgedAsync(network, address, tag);
        var reply = (await AskAsync(account, "w1", other, spelled, spelledTag)).Is(200);
        Assert.Equal("allAged", (string?)reply["reasons"]![0]!["code"]);
        Assert.Equal(Claim(await AskAsync(account, "w2", network, address, tag)), Claim(reply));
        (await AskAsync(account, "w1", network, address, tag)).Is(200);
    }

    [Theory]
    [InlineData("XRP", Xrp, "1", "XRP", Xrp, "2")]
    [InlineData("XRP", Xrp, "1", "XRP", Xrp, "")]
    [InlineData("XRP", Xrp, "", "XRP", XrpTag1, null)]
    [InlineData("TON", Ton, "memo", "TON", Ton, "Memo")]
    [InlineData("TON", Ton, "memo", "TON", Ton, null)]
    [InlineData("ETHEREUM", Evm, null, "BSC", Evm, null)]
    [InlineData("ETHEREUM", Evm, null, "ETHEREUMCLASSIC", Evm, null)]
    [InlineData("NEWCHAIN", "abcDEF", null, "NEWCHAIN", "abcdef", null)]
    public async Task Another_tag_network_or_case_that_means_something_is_another_place(
        string network, string address, string? tag, string other, string spelled, string? spelledTag)
    {
        var account = await AgedAsync(network, address, tag);
        var reply = (await AskAsync(account, "w1", other, spelled, spelledTag)).Is(403);
        Assert.Contains(reply["reasons"]!.AsArray(), r => (string?)r!["code"] == "destinationUnknown");
    }

    [Fact]
    public async Task Another_token_at_the_same_address_is_another_place()
    {
        var account = await AgedAsync("ETHEREUM", Evm, null);
        (await AskAsync(account, "w1", "ETHEREUM", Evm, null, asset: "USDC")).Is(403);
        (await AskAsync(account, "w2", "ETHEREUM", Evm, null, asset: "usdt")).Is(200);
    }

    [Fact]
    public async Task Taking_one_spelling_away_takes_the_place_away()
    {
        var account = await AgedAsync("ETHEREUM", Evm, null);
        (await world.AskAsync(account, Destination("removeDestination", "eth", Evm.ToLowerInvariant(), null))).Is(201);
        (await AskAsync(account, "w1", "ETHEREUM", Evm, null)).Is(403);
    }

    private async Task<string> AgedAsync(string network, string address, string? tag) =>
        await world.AgedAsync(Destination("addDestination", network, address, tag));

    private Task<Reply> AskAsync(string account, string id, string network, string address, string? tag, string asset = "USDT") =>
        world.Platform.PostAsync($"/v1/accounts/{account}/withdrawals",
            $$"""{"withdrawal":"{{id}}","asset":"{{asset}}","network":"{{network}}","amount":"1000","address":"{{address}}"{{(tag is null ? "" : $",\"tag\":\"{tag}\"")}},"via":{"key":"k1","ip":"198.51.100.9"} }""");

    private static string Destination(string op, string network, string address, string? tag) =>
        $$"""{"op":"{{op}}","asset":"USDT","network":"{{network}}","address":"{{address}}","tag":{{(tag is null ? "null" : $"\"{tag}\"")}},"label":"there"}""";

    private static string Claim(Reply reply)
    {
        var claims = PermitTwice.Claims(reply.Is(200).Text("permit")!);
        return $"{claims["network"]} {claims["address"]} {claims["tag"]}";
    }
}
