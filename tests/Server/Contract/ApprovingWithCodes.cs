using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class ApprovingWithCodes(World world) : IClassFixture<World>
{
    private const string App = """{"op":"addFactor","factor":"app","kind":"totp","label":"phone app"}""";

    private async Task<(string Account, string Secret)> WithAppAsync(bool aged)
    {
        var account = World.Name("acc");
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(account, World.Bot + "," + App))).Is(201);
        await world.AdvanceAsync("PT49H");
        if (aged) await world.AdvanceAsync("P8D");
        return (account, (string)opened["secrets"]![0]!["secret"]!);
    }

    [Fact]
    public async Task A_code_of_now_approves()
    {
        var (account, secret) = await WithAppAsync(aged: false);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        Assert.Equal("held", (await world.ApproveWithCodeAsync(account, change, secret)).Is(200).Text("state"));
    }

    [Fact]
    public async Task A_code_approves_one_thing_only()
    {
        var (account, secret) = await WithAppAsync(aged: false);
        var code = OneTimeCode.At(secret, await world.NowAsync());
        var first = (await world.AskAsync(account, World.Grant())).Is(201);
        var second = (await world.AskAsync(account, World.Place())).Is(201);
        (await ByCodeAsync(account, first, code)).Is(200);
        (await ByCodeAsync(account, second, code)).Is(403, "codeWrong");
    }

    [Fact]
    public async Task Wrong_codes_are_counted_and_after_five_none_is_looked_at_for_a_while()
    {
        var (account, secret) = await WithAppAsync(aged: false);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        for (var i = 0; i < 5; i++) (await ByCodeAsync(account, change, Wrong(secret, await world.NowAsync()))).Is(403, "codeWrong");
        (await world.ApproveWithCodeAsync(account, change, secret)).Is(403, "tooManyCodes");
        (await world.VetoAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT16M");
        var fresh = (await world.AskAsync(account, World.Place())).Is(201);
        (await world.ApproveWithCodeAsync(account, fresh, secret)).Is(200);
    }

    [Fact]
    public async Task The_platforms_word_no_longer_suffices_beside_an_aged_app()
    {
        var (account, secret) = await WithAppAsync(aged: true);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(403, "platformWordNotEnough");
        (await world.ApproveWithCodeAsync(account, change, secret)).Is(200);
    }

    [Fact]
    public async Task A_young_challenge_is_passed_with_an_aged_factor_and_gets_its_permit()
    {
        var (account, secret) = await WithAppAsync(aged: true);
        var change = (await world.AskAsync(account, World.Place())).Is(201);
        (await world.ApproveWithCodeAsync(account, change, secret)).Is(200);
        await world.AdvanceAsync("PT49H");
        var asked = (await world.WithdrawAsync(account, "w1", "5000")).Is(202);
        Assert.Equal("challenge", asked.Text("decision"));
        Assert.Null(asked["permit"]);
        var path = $"/v1/accounts/{account}/withdrawals/w1/approvals";
        (await world.Platform.PostAsync(path,
            $$"""{"factor":"platform","digest":"{{asked.Text("digest")}}","by":{{World.Owner(account)}}}""")).Is(403, "platformWordNotEnough");
        var code = OneTimeCode.At(secret, await world.NowAsync());
        var allowed = (await world.Platform.PostAsync(path,
            $$"""{"factor":"totp","digest":"{{asked.Text("digest")}}","code":"{{code}}","by":{{World.Owner(account)}}}""")).Is(200);
        Assert.Equal("allow", allowed.Text("decision"));
        Assert.NotNull(allowed["permit"]);
    }

    private Task<Reply> ByCodeAsync(string account, Reply change, string code) => world.Platform.PostAsync(
        $"/v1/accounts/{account}/changes/{change.Text("change")}/approvals",
        $$"""{"factor":"totp","digest":"{{change.Text("digest")}}","code":"{{code}}","by":{{World.Owner(account)}}}""");

    /// <summary>A code that is none of the steps around now.</summary>
    private static string Wrong(string secret, DateTimeOffset now)
    {
        string[] near = [.. Enumerable.Range(-3, 7).Select(i => OneTimeCode.At(secret, now.AddSeconds(30 * i)))];
        return Enumerable.Range(0, 10).Select(i => new string((char)('0' + i), 6)).First(c => !near.Contains(c));
    }
}
