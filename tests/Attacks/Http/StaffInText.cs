using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>Somebody claims in a request to be staff, is staff twice, or edits what staff would have to agree on.</summary>
public sealed class StaffInText(World world) : IClassFixture<World>
{
    private static readonly string Staff1 = World.By("staff", "staff-1");

    [Fact]
    public async Task A_platform_token_is_no_staff_whatever_the_body_says()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.WithdrawAsync(account, "w1")).Is(200);
        var head = await world.HeadAsync();
        (await world.AskAsync(account, World.Grant("manage"), Staff1)).Is(403, "staffNeedsOwnToken");
        (await world.ApproveAsync(account, change, Staff1)).Is(403, "staffNeedsOwnToken");
        (await world.VetoAsync(account, change, Staff1)).Is(403, "staffNeedsOwnToken");
        (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze", $$"""{"by":{{Staff1}},"reason":"x"}""")).Is(403, "staffNeedsOwnToken");
        foreach (var what in (string[])["cancel", "release", "permit"])
            (await world.Platform.PostAsync($"/v1/accounts/{account}/withdrawals/w1/{what}", $$"""{"by":{{Staff1}}}""")).Is(403, "staffNeedsOwnToken");
        Assert.Equal(head, await world.HeadAsync());
    }

    [Fact]
    public async Task A_staff_token_speaks_for_its_holder_only()
    {
        var account = await world.AgedAsync();
        var path = $"/v1/accounts/{account}/freeze";
        (await world.Staff1.PostAsync(path, $$"""{"by":{{World.By("staff", "staff-2")}},"reason":"x"}""")).Is(403, "staffNeedsOwnToken");
        (await world.Staff1.PostAsync(path, $$"""{"by":{{World.Owner(account)}},"reason":"x"}""")).Is(403, "roleMissing");
        (await world.Staff1.PostAsync(path, $$"""{"by":{{World.By("staff", "STAFF-1")}},"reason":"x"}""")).Is(403, "staffNeedsOwnToken");
    }

    [Fact]
    public async Task One_member_is_not_two()
    {
        var account = await world.AgedAsync();
        var change = (await world.Staff1.PostAsync($"/v1/accounts/{account}/changes",
            $$"""{"by":{{Staff1}},"edits":[{{World.Grant()}}]}""")).Is(201);
        var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"change","digest":"{{change.Text("digest")}}"}""")).Is(201);
        var second = $"/v1/staff/acts/{act.Text("act")}/second";
        (await world.Staff1.PostAsync(second, "{}")).Is(403, "sameStaffMember");
        (await world.Platform.PostAsync(second, "{}")).Is(403, "roleMissing");
        // not by a token that he issues to himself either: that one takes a second member, too
        var own = (await world.Staff1.PostAsync("/v1/tokens", $$"""{"name":"{{World.Name("me")}}","roles":["staff"]}""")).Is(201);
        (await world.With(own.Text("token")).PostAsync(second, "{}")).Is(401, "tokenInvalid");
        (await world.Staff1.PostAsync($"/v1/staff/acts/{own.Text("act")}/second", "{}")).Is(403, "sameStaffMember");
        Assert.Equal("awaitingApproval", (await world.GetChangeAsync(account, change)).Text("state"));
        await world.AdvanceAsync("P3D");
        Assert.NotEqual("inForce", (await world.GetChangeAsync(account, change)).Text("state"));
    }

    [Fact]
    public async Task A_policy_file_that_somebody_edited_weakens_nothing_at_a_restart()
    {
        await using var server = await World.StartedAsync("{}");
        var account = await server.AgedAsync();
        server.WriteFile("policy.json",
            """{"allowance":{"amount":"1000000","currency":"USDT"},"holds":{"transfer":"PT24H"},"settling":"P1D","platformTells":true}""");
        await server.RestartAsync();
        (await server.WithdrawAsync(account, "w1", "51", World.TronOther)).Is(403);
        var pending = (await server.Nobody.GetAsync("/readyz")).Is(200)["policy"]!["pending"]!;
        Assert.Equal("awaitingTwoStaff", (string?)pending["state"]);
        Assert.Contains("/allowance/amount", pending["waits"]!.AsArray().Select(w => (string)w!));
        await server.AdvanceAsync("P30D");
        (await server.WithdrawAsync(account, "w2", "51", World.TronOther)).Is(403);
        var act = (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"policy","digest":"{{(string)pending["digest"]!}}"}""")).Is(201);
        (await server.Staff1.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(403, "sameStaffMember");
        await server.AdvanceAsync("P3D");
        (await server.WithdrawAsync(account, "w3", "51", World.TronOther)).Is(403);
    }

    [Fact]
    public async Task A_sandbox_does_not_open_on_the_data_of_production_nor_the_other_way_round()
    {
        await using var production = await RunningServer.ProductionAsync();
        var no = await Assert.ThrowsAsync<ConfigurationException>(() => production.RestartAsync(o => o with { Sandbox = true }));
        Assert.Contains("other mode", no.Message, StringComparison.Ordinal);
        await production.StartAsync(o => o with { Sandbox = false });
        await using var sandbox = await World.StartedAsync();
        await Assert.ThrowsAsync<ConfigurationException>(() => sandbox.RestartAsync(o => o with { Sandbox = false }));
    }
}
