using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class OpeningAnAccount(World world) : IClassFixture<World>
{
    private static readonly string[] AccountMembers =
    [
        "id", "owner", "version", "frozen", "joined", "freezes", "keys", "destinations", "limits", "factors", "guardians",
        "channels", "allowance", "challengeAbove", "settling", "holds", "changes",
    ];

    [Fact]
    public async Task Takes_edits_that_change_nothing()
    {
        var name = World.Name("acc");
        (await world.Platform.PostAsync("/v1/accounts", $$"""{"id":"{{name}}","edits":[{"op":"setChallenge","above":null}]}""")).Is(201);
        (await world.Platform.GetAsync($"/v1/accounts/{name}")).Is(200);
    }

    [Fact]
    public async Task Shows_the_secret_of_a_factor_whatever_its_id()
    {
        var name = World.Name("acc");
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(name, """{"op":"addFactor","factor":"a:b","kind":"totp","label":"app"}"""))).Is(201);
        Assert.StartsWith("otpauth://totp/Holdfast:a.b?secret=", (string)opened["secrets"]![0]!["uri"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_201_with_all_that_the_account_holds()
    {
        var name = World.Name("acc");
        var reply = (await world.Platform.PostAsync("/v1/accounts", World.Opening(name, World.Bot + "," + World.Place()))).Is(201);
        Assert.Equal(AccountMembers, reply.Members);
        Assert.Equal(name, reply.Text("id"));
        Assert.Equal(name, reply.Text("owner"));
        Assert.Equal("application/json", reply.ContentType);
    }

    [Fact]
    public async Task Needs_no_approval_for_the_edits_of_an_owners_first_account_but_their_hold_runs()
    {
        var name = await world.OpenAsync(World.Bot + "," + World.Place());
        var before = (await world.Platform.GetAsync($"/v1/accounts/{name}")).Is(200);
        Assert.Equal("held", (string?)before["changes"]![0]!["state"]);
        Assert.Equal("held", (string?)before["destinations"]![0]!["state"]);
        await world.AdvanceAsync("PT49H");
        var after = (await world.Platform.GetAsync($"/v1/accounts/{name}")).Is(200);
        Assert.Empty(after["changes"]!.AsArray());
        Assert.Equal("inForce", (string?)after["destinations"]![0]!["state"]);
        Assert.All(after["keys"]![0]!["permissions"]!.AsArray(), p => Assert.Equal("inForce", (string?)p!["state"]));
        Assert.All(after["keys"]![0]!["sources"]!.AsArray(), p => Assert.Equal("inForce", (string?)p!["state"]));
    }

    [Fact]
    public async Task Needs_an_approval_for_the_edits_of_an_owners_second_account()
    {
        var owner = await world.OpenAsync();
        var second = await world.OpenAsync(World.Bot, owner: owner);
        var account = (await world.Platform.GetAsync($"/v1/accounts/{second}")).Is(200);
        Assert.Equal("awaitingApproval", (string?)account["changes"]![0]!["state"]);
        Assert.False((bool)account["joined"]!);
        Assert.Equal(owner, account.Text("owner"));
    }

    [Fact]
    public async Task Refuses_an_id_that_is_taken() =>
        (await world.Platform.PostAsync("/v1/accounts", World.Opening(await world.OpenAsync()))).Is(409, "accountExists");

    [Fact]
    public async Task Refuses_to_take_an_owners_name_by_leaving_the_owner_out()
    {
        var owner = World.Name("owner");
        await world.OpenAsync(owner: owner);
        (await world.Platform.PostAsync("/v1/accounts", $$"""{"id":"{{owner}}"}""")).Is(409, "ownerExists");
    }

    [Fact]
    public async Task Gives_the_secrets_that_it_makes_once()
    {
        var name = World.Name("acc");
        var body = World.Opening(name, """{"op":"addFactor","factor":"app","kind":"totp","label":"phone app"},{"op":"addKey","key":"k1","label":"bot","permissions":["read"],"sources":[],"expiresAt":null,"credential":{"kind":"shared","scheme":"binance"}}""");
        var reply = (await world.Platform.PostAsync("/v1/accounts", body, "open-" + name)).Is(201);
        var secrets = reply["secrets"]!.AsArray();
        Assert.Equal("app", (string?)secrets[0]!["factor"]);
        Assert.StartsWith("otpauth://totp/", (string?)secrets[0]!["uri"], StringComparison.Ordinal);
        Assert.Equal("k1", (string?)secrets[1]!["key"]);
        Assert.Equal("c1", (string?)secrets[1]!["credential"]);
        var again = (await world.Platform.PostAsync("/v1/accounts", body, "open-" + name)).Is(201);
        Assert.True(again.IsReplayed);
        Assert.Null(again["secrets"]);
        foreach (var secret in secrets.Select(s => (string)s!["secret"]!))
            Assert.DoesNotContain(secret, (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_back_404_for_one_that_is_not_there() =>
        (await world.Platform.GetAsync("/v1/accounts/nobody")).Is(404, "accountUnknown");
}
