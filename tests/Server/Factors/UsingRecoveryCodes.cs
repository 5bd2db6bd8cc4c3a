using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Factors;

public sealed class UsingRecoveryCodes(World world) : IClassFixture<World>
{
    private const string Sheet = """{"op":"addFactor","factor":"sheet","kind":"recovery","label":"paper"}""",
        Phone = """{"op":"addFactor","factor":"phone","kind":"totp","label":"new phone"}""";

    [Fact]
    public async Task Ten_are_shown_once_and_never_in_a_replay()
    {
        var account = await world.OpenAsync();
        var asked = (await world.AskAsync(account, Sheet, key: "sheet-once-" + account)).Is(201);
        var codes = Codes(asked);
        Assert.Equal(10, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, c => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$", c));
        var again = await world.AskAsync(account, Sheet, key: "sheet-once-" + account);
        Assert.True(again.IsReplayed);
        Assert.Null(again["secrets"]);
        Assert.DoesNotContain(codes, c => again.Body.Contains(c, StringComparison.Ordinal));
    }

    [Fact]
    public async Task They_bring_a_new_phone_and_nothing_else()
    {
        var (account, codes) = await WithSheetAsync();
        var (grant, phone) = ((await world.AskAsync(account, World.Grant())).Is(201), (await world.AskAsync(account, Phone)).Is(201));
        (await ApproveAsync(account, grant, codes[0])).Is(403, "recoveryBringsFactors");
        Assert.Equal("held", (await ApproveAsync(account, phone, codes[0])).Is(200).Text("state"));
    }

    [Fact]
    public async Task Each_is_good_once_however_it_is_typed()
    {
        var (account, codes) = await WithSheetAsync();
        var (one, other) = ((await world.AskAsync(account, Phone)).Is(201), (await world.AskAsync(account, Phone.Replace("phone", "tablet", StringComparison.Ordinal))).Is(201));
        (await ApproveAsync(account, one, codes[4])).Is(200);
        (await ApproveAsync(account, other, codes[4])).Is(403, "codeWrong");
        (await ApproveAsync(account, other, codes[4].Replace("-", "", StringComparison.Ordinal).ToLowerInvariant())).Is(403, "codeWrong");
        (await ApproveAsync(account, other, codes[9].Replace("-", "", StringComparison.Ordinal).ToLowerInvariant())).Is(200);
    }

    [Fact]
    public async Task They_are_good_after_a_restart_and_those_of_another_account_are_not()
    {
        await using var own = await World.StartedAsync();
        var (account, codes) = await WithSheetAsync(own);
        var (_, others) = await WithSheetAsync(own);
        var phone = (await own.AskAsync(account, Phone)).Is(201);
        (await ApproveAsync(account, phone, others[0], on: own)).Is(403, "codeWrong");
        await own.RestartAsync();
        (await ApproveAsync(account, phone, codes[0], on: own)).Is(200);
    }

    [Fact]
    public async Task They_approve_no_withdrawal()
    {
        var (account, codes) = await WithSheetAsync(more: """{"op":"setChallenge","above":"20"}""");
        var challenged = (await world.WithdrawAsync(account, "w1", "30")).Is(202);
        Assert.Equal("challenge", challenged.Text("decision"));
        var answer = await world.Platform.PostAsync($"/v1/accounts/{account}/withdrawals/w1/approvals", Approval(account, challenged, codes[0]));
        answer.Is(403, "recoveryBringsFactors");
    }

    [Fact]
    public async Task A_guardian_and_a_key_use_none()
    {
        var (account, codes) = await WithSheetAsync(more: """{"op":"addGuardian","guardian":"bob","name":"Bob","email":"bob@example.com"}""");
        var phone = (await world.AskAsync(account, Phone)).Is(201);
        Assert.Equal(403, (await ApproveAsync(account, phone, codes[0], World.By("guardian", "bob"))).Status);
        (await ApproveAsync(account, phone, codes[0], World.By("key", "k1"))).Is(403, "approverHasNoSay");
        (await ApproveAsync(account, phone, codes[0])).Is(200);
    }

    [Fact]
    public async Task Wrong_ones_are_counted_with_wrong_codes_and_lock_nobody_out_of_freeze_and_veto()
    {
        var (account, codes) = await WithSheetAsync(more: """{"op":"addFactor","factor":"old","kind":"totp","label":"old phone"}""");
        var phone = (await world.AskAsync(account, Phone)).Is(201);
        for (var i = 0; i < 5; i++) (await ApproveAsync(account, phone, "0000-0000-0000-0000")).Is(403, "codeWrong");
        (await ApproveAsync(account, phone, codes[0])).Is(403, "tooManyCodes");
        (await world.Platform.PostAsync($"/v1/accounts/{account}/changes/{phone.Text("change")}/approvals",
            $$"""{"factor":"totp","digest":"{{phone.Text("digest")}}","code":"000000","by":{{World.Owner(account)}}}""")).Is(403, "tooManyCodes");
        (await world.VetoAsync(account, phone)).Is(200);
        (await world.FreezeAsync(account)).Is(200);
    }

    [Fact]
    public async Task What_is_kept_holds_no_code()
    {
        await using var own = await World.StartedAsync();
        var (account, codes) = await WithSheetAsync(own);
        (await ApproveAsync(account, (await own.AskAsync(account, Phone)).Is(201), codes[0], on: own)).Is(200);
        var events = (await own.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200).Body;
        Assert.Contains("\"step\":0", events, StringComparison.Ordinal);
        foreach (var code in codes)
        {
            Assert.DoesNotContain(code, events, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), events, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>An account whose sheet has aged, with what is on it.</summary>
    private async Task<(string Account, string[] Codes)> WithSheetAsync(World? on = null, string more = "")
    {
        on ??= world;
        var name = World.Name("sheet");
        var edits = World.Bot + "," + World.Place() + "," + Sheet + (more.Length > 0 ? "," + more : "");
        var opened = (await on.Platform.PostAsync("/v1/accounts", World.Opening(name, edits))).Is(201);
        await on.AdvanceAsync("P3D");
        await on.AdvanceAsync("P8D");
        return (name, Codes(opened));
    }

    private static string[] Codes(Reply made) =>
        [.. made["secrets"]!.AsArray().Single(s => s!["codes"] is not null)!["codes"]!.AsArray().Select(c => (string)c!)];

    private Task<Reply> ApproveAsync(string account, Reply change, string code, string? by = null, World? on = null) => (on ?? world).Platform.PostAsync(
        $"/v1/accounts/{account}/changes/{change.Text("change")}/approvals", Approval(account, change, code, by));

    private static string Approval(string account, Reply of, string code, string? by = null) =>
        $$"""{"factor":"recovery","digest":"{{of.Text("digest")}}","code":"{{code}}","by":{{by ?? World.Owner(account)}}}""";
}
