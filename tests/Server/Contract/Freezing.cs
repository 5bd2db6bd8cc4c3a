using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class Freezing(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Is_in_force_with_the_answer_and_names_its_end()
    {
        var account = await world.AgedAsync();
        var reply = (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze",
            $$"""{"by":{{World.Owner(account)}},"reason":"lost phone","for":"P3D","scope":"all"}""")).Is(200);
        Assert.Equal(["frozen", "freeze", "until"], reply.Members);
        Assert.NotNull(reply["until"]);
        var read = (await world.Platform.GetAsync($"/v1/accounts/{account}")).Is(200);
        Assert.True((bool)read["frozen"]!);
        Assert.Equal("all", (string?)read["freezes"]![0]!["scope"]);
        await world.AdvanceAsync("P4D");
        Assert.False((bool)(await world.Platform.GetAsync($"/v1/accounts/{account}"))["frozen"]!);
    }

    [Fact]
    public async Task Stops_the_clock_of_what_waits()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1H");
        (await world.FreezeAsync(account)).Is(200);
        Assert.Null((await world.GetChangeAsync(account, change)).Is(200)["edits"]![0]!["effectiveAt"]);
        await world.AdvanceAsync("P9D");
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
    }

    [Fact]
    public async Task By_the_owner_is_lifted_after_the_hold()
    {
        var account = await world.AgedAsync();
        (await world.FreezeAsync(account)).Is(200);
        var lift = (await world.AskAsync(account, """{"op":"liftFreeze"}""")).Is(201);
        (await world.ApproveAsync(account, lift)).Is(200);
        await world.AdvanceAsync("PT47H");
        Assert.True((bool)(await world.Platform.GetAsync($"/v1/accounts/{account}"))["frozen"]!);
        await world.AdvanceAsync("PT2H");
        Assert.False((bool)(await world.Platform.GetAsync($"/v1/accounts/{account}"))["frozen"]!);
    }

    [Fact]
    public async Task Is_no_keys_affair_and_staff_do_it_alone_with_their_own_token()
    {
        var account = await world.OpenAsync(World.Bot);
        (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze",
            $$"""{"by":{{World.By("key", "k1")}},"reason":"x"}""")).Is(403, "mayNotFreeze");
        (await world.Staff1.PostAsync($"/v1/accounts/{account}/freeze",
            $$"""{"by":{{World.By("staff", "staff-1")}},"reason":"campaign"}""")).Is(200);
        Assert.Equal("staff", (string?)(await world.Platform.GetAsync($"/v1/accounts/{account}"))["freezes"]![0]!["by"]);
    }
}
