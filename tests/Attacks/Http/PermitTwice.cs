using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>A signer signs a `jti` once, ever; so two permits of one withdrawal are worth one.</summary>
public sealed class PermitTwice(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Every_permit_of_a_withdrawal_names_the_same_one()
    {
        var account = await world.AgedAsync();
        var first = (await world.WithdrawAsync(account, "w1", "100")).Is(200).Text("permit")!;
        var second = (await world.ContinueAsync(account, "w1", "permit")).Is(200).Text("permit")!;
        await world.AdvanceAsync("P1D");
        var third = (await world.ContinueAsync(account, "w1", "permit")).Is(200).Text("permit")!;
        foreach (var claim in (string[])["jti", "asset", "network", "address", "amount", "aud"])
            Assert.Single(((string[])[first, second, third]).Select(p => (string?)Claims(p)[claim]).Distinct());
        Assert.Equal($"{account}/w1", (string?)Claims(first)["jti"]);
    }

    [Fact]
    public async Task Asking_again_by_any_key_or_body_gives_no_second_one()
    {
        var account = await world.AgedAsync();
        Assert.NotNull((await world.WithdrawAsync(account, "w1", "100", key: "p-" + account)).Is(200)["permit"]);
        Assert.Null((await world.WithdrawAsync(account, "w1", "100", key: "p-" + account)).Is(200)["permit"]);
        Assert.Null((await world.WithdrawAsync(account, "w1", "100")).Is(200)["permit"]);
        Assert.Null((await world.Platform.GetAsync($"/v1/accounts/{account}/withdrawals/w1")).Is(200)["permit"]);
        Assert.Null((await world.ContinueAsync(account, "w1", "release")).Is(200)["permit"]);
    }

    internal static JsonNode Claims(string permit) => JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(permit.Split('.')[1])))!;
}
