using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class ChangingAnAccount(World world) : IClassFixture<World>
{
    private static readonly string[] ChangeMembers =
        ["change", "account", "digest", "text", "state", "askedAt", "edits", "assessment"];

    [Fact]
    public async Task Answers_201_and_waits_for_an_approval_where_it_expands()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        Assert.Equal(ChangeMembers, change.Members);
        Assert.StartsWith("c_", change.Text("change"), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", change.Text("digest"));
        Assert.Equal("awaitingApproval", change.Text("state"));
        Assert.Equal("expands", (string?)change["edits"]![0]!["effect"]);
        Assert.Null(change["edits"]![0]!["effectiveAt"]);
        Assert.Equal("low", (string?)change["assessment"]!["level"]);
    }

    [Fact]
    public async Task Is_in_force_with_the_answer_where_it_reduces()
    {
        var account = await world.OpenAsync(World.Bot);
        var change = (await world.AskAsync(account, """{"op":"removeKey","key":"k1"}""")).Is(201);
        Assert.Equal("inForce", change.Text("state"));
        Assert.Equal("reduces", (string?)change["edits"]![0]!["effect"]);
        Assert.NotNull(change["edits"]![0]!["effectiveAt"]);
        Assert.Empty((await world.Platform.GetAsync($"/v1/accounts/{account}"))["keys"]!.AsArray());
    }

    [Fact]
    public async Task Counts_its_hold_from_when_it_was_told_not_from_when_it_was_approved()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        var approved = (await world.ApproveAsync(account, change)).Is(200);
        Assert.Equal("held", approved.Text("state"));
        await world.AdvanceAsync("PT1S");
        var told = (await world.GetChangeAsync(account, change)).Is(200);
        Assert.NotNull(told["edits"]![0]!["effectiveAt"]);
        await world.AdvanceAsync("PT47H");
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
        await world.AdvanceAsync("PT2H");
        Assert.Equal("inForce", (await world.GetChangeAsync(account, change)).Text("state"));
    }

    [Fact]
    public async Task Weighs_the_signals_that_come_with_it()
    {
        var account = await world.AgedAsync();
        var now = (await world.NowAsync()).ToString("yyyy-MM-ddTHH:mm:ssZ");
        var change = (await world.Platform.PostAsync($"/v1/accounts/{account}/changes",
            $$"""{"by":{{World.Owner(account)}},"edits":[{{World.Grant()}}],"signals":[{"kind":"inCall","at":"{{now}}"}]}""")).Is(201);
        Assert.Equal("high", (string?)change["assessment"]!["level"]);
        Assert.NotEmpty(change["assessment"]!["reasons"]!.AsArray());
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT95H");
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
        await world.AdvanceAsync("PT2H");
        Assert.Equal("inForce", (await world.GetChangeAsync(account, change)).Text("state"));
    }

    [Fact]
    public async Task Is_the_same_change_when_it_is_asked_again_while_it_waits()
    {
        var account = await world.OpenAsync(World.Bot);
        var first = (await world.AskAsync(account, World.Grant())).Is(201);
        var second = (await world.AskAsync(account, World.Grant())).Is(200);
        Assert.Equal(first.Text("change"), second.Text("change"));
    }

    [Fact]
    public async Task Records_nothing_for_what_stands_already()
    {
        var account = await world.OpenAsync(World.Bot);
        var reply = (await world.AskAsync(account, """{"op":"revoke","key":"k1","permission":"transfer"}""")).Is(200);
        Assert.Null(reply["change"]);
        Assert.Equal("inForce", reply.Text("state"));
    }

    [Fact]
    public async Task Expires_after_an_hour_without_an_approval()
    {
        var account = await world.OpenAsync(World.Bot);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        await world.AdvanceAsync("PT61M");
        Assert.Equal("expired", (await world.GetChangeAsync(account, change)).Text("state"));
        (await world.ApproveAsync(account, change)).Is(409, "changeExpired");
    }

    [Fact]
    public async Task Binds_an_approval_to_its_digest()
    {
        var account = await world.OpenAsync(World.Bot);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.Platform.PostAsync($"/v1/accounts/{account}/changes/{change.Text("change")}/approvals",
            $$"""{"factor":"platform","digest":"{{new string('0', 64)}}","by":{{World.Owner(account)}}}""")).Is(403, "digestMismatch");
    }

    [Fact]
    public async Task Can_be_vetoed_until_it_is_in_force_and_undone_afterwards()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        var vetoed = (await world.VetoAsync(account, change)).Is(200);
        Assert.Equal("vetoed", vetoed.Text("state"));
        Assert.Equal("voided", (string?)vetoed["edits"]![0]!["state"]);
        (await world.ApproveAsync(account, change)).Is(409, "changeVetoed");

        var again = (await world.AskAsync(account, World.Place(World.TronOther))).Is(201);
        (await world.ApproveAsync(account, again)).Is(200);
        await world.AdvanceAsync("P5D");
        var late = (await world.VetoAsync(account, again)).Is(409, "alreadyInForce");
        var undo = Assert.Single(late["undo"]!.AsArray())!;
        Assert.Equal("removeDestination", (string?)undo["op"]);
        (await world.AskAsync(account, undo.ToJsonString())).Is(201);
        Assert.Single((await world.Platform.GetAsync($"/v1/accounts/{account}"))["destinations"]!.AsArray());
    }

    [Fact]
    public async Task Gives_a_key_no_say()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change, World.By("key", "k1"))).Is(403, "approverHasNoSay");
        (await world.VetoAsync(account, change, World.By("key", "k1"))).Is(403, "keyHasNoSay");
        (await world.AskAsync(account, World.Grant("trade"), World.By("key", "k1"))).Is(200);
        (await world.AskAsync(account, World.Grant("manage"), World.By("key", "k1"))).Is(403, "keyMayNotManage");
    }

    [Fact]
    public async Task Is_of_its_own_account_only()
    {
        var (mine, his) = (await world.OpenAsync(World.Bot), await world.OpenAsync(World.Bot));
        var change = (await world.AskAsync(his, World.Grant())).Is(201);
        (await world.GetChangeAsync(mine, change)).Is(404, "changeUnknown");
        (await world.ApproveAsync(mine, change)).Is(404, "changeUnknown");
        (await world.VetoAsync(mine, change)).Is(404, "changeUnknown");
    }

    [Fact]
    public async Task Shows_every_edit_as_it_was_asked()
    {
        var account = await world.OpenAsync(World.Bot);
        var change = (await world.AskAsync(account, World.Grant() + "," + World.Place())).Is(201);
        var edits = change["edits"]!.AsArray();
        Assert.Equal("grant", (string?)edits[0]!["op"]);
        Assert.Equal("transfer", (string?)edits[0]!["permission"]);
        Assert.Equal("addDestination", (string?)edits[1]!["op"]);
        Assert.Equal(World.Tron, (string?)edits[1]!["address"]);
        Assert.All(change["text"]!.AsArray(), line => Assert.False(string.IsNullOrWhiteSpace((string?)line)));
        JsonNode? assessed = change["assessment"];
        Assert.NotNull(assessed);
    }
}
