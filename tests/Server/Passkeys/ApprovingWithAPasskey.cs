using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Passkeys;

public sealed class ApprovingWithAPasskey : IAsyncLifetime
{
    private readonly Authenticator ring = new();
    private World world = null!;

    public async ValueTask InitializeAsync() => world = await World.StartedAsync(change: o => o with { PasskeyOrigins = "https://console.example.com" });

    public async ValueTask DisposeAsync()
    {
        ring.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task A_passkey_is_asked_for_waits_and_then_approves()
    {
        var account = await world.OpenAsync(World.Bot);
        await world.AdvanceAsync("P3D");
        var asked = (await RegisterAsync(account)).Is(201);
        Assert.Equal("awaitingApproval", asked.Text("state"));
        (await world.ApproveAsync(account, asked)).Is(200);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await SignAsync(account, change)).Is(403, "passkeyRefused");
        await world.AdvanceAsync("P4D");
        var other = (await world.AskAsync(account, World.Grant("manage"))).Is(201);
        Assert.Equal("held", (await SignAsync(account, other)).Is(200).Text("state"));
    }

    [Fact]
    public async Task Once_it_has_aged_the_platforms_word_is_over()
    {
        var account = await WithPasskeyAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(403, "platformWordNotEnough");
        (await SignAsync(account, change)).Is(200);
    }

    [Fact]
    public async Task What_it_signed_for_one_change_is_good_for_no_other()
    {
        var account = await WithPasskeyAsync();
        var (one, other) = ((await world.AskAsync(account, World.Grant())).Is(201), (await world.AskAsync(account, World.Grant("manage"))).Is(201));
        var signed = Signed(one);
        (await ApproveAsync(account, other, signed)).Is(403, "passkeyRefused");
        (await ApproveAsync(account, one, signed)).Is(200);
        (await ApproveAsync(account, other, signed)).Is(403, "passkeyRefused");
    }

    [Fact]
    public async Task It_approves_a_withdrawal_that_is_challenged()
    {
        var account = await WithPasskeyAsync("""{"op":"setChallenge","above":"20"}""");
        var challenged = (await world.WithdrawAsync(account, "w1", "30")).Is(202);
        Assert.Equal("challenge", challenged.Text("decision"));
        var body = Approval(challenged, Signed(challenged), account);
        Assert.Equal("allow", (await world.Platform.PostAsync($"/v1/accounts/{account}/withdrawals/w1/approvals", body)).Is(200).Text("decision"));
    }

    [Fact]
    public async Task A_copy_that_counts_less_is_noticed()
    {
        var account = await WithPasskeyAsync();
        ring.Count = 7;
        (await SignAsync(account, (await world.AskAsync(account, World.Grant())).Is(201))).Is(200);
        ring.Count = 7;
        Assert.Equal(403, (await SignAsync(account, (await world.AskAsync(account, World.Grant("manage"))).Is(201))).Status);
        ring.Count = 8;
        (await SignAsync(account, (await world.AskAsync(account, World.Grant("stake"))).Is(201))).Is(200);
    }

    [Fact]
    public async Task Wrong_codes_of_others_do_not_lock_it_out()
    {
        var account = await WithPasskeyAsync("""{"op":"addFactor","factor":"phone","kind":"totp","label":"phone"}""");
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        for (var i = 0; i < 6; i++)
            await world.Platform.PostAsync($"/v1/accounts/{account}/changes/{change.Text("change")}/approvals",
                $$"""{"factor":"totp","digest":"{{change.Text("digest")}}","code":"000000","by":{{World.Owner(account)}}}""");
        (await SignAsync(account, change)).Is(200);
    }

    [Fact]
    public async Task The_same_passkey_is_no_second_factor()
    {
        var account = await WithPasskeyAsync();
        (await RegisterAsync(account, factor: "again")).Is(409, "passkeyKnown");
    }

    [Fact]
    public async Task A_registration_is_good_once_and_for_its_account()
    {
        var (account, other) = (await world.OpenAsync(), await world.OpenAsync());
        var begun = (await BeginAsync(account)).Is(201);
        (await FinishAsync(other, begun)).Is(404, "ceremonyUnknown");
        (await FinishAsync(account, begun)).Is(201);
        (await FinishAsync(account, begun)).Is(404, "ceremonyUnknown");
    }

    [Fact]
    public async Task A_registration_ends_after_five_minutes()
    {
        var account = await world.OpenAsync();
        var begun = (await BeginAsync(account)).Is(201);
        await world.AdvanceAsync("PT5M1S");
        (await FinishAsync(account, begun)).Is(404, "ceremonyUnknown");
    }

    [Fact]
    public async Task It_is_known_again_after_a_start()
    {
        var account = await WithPasskeyAsync();
        await world.RestartAsync();
        (await SignAsync(account, (await world.AskAsync(account, World.Grant())).Is(201))).Is(200);
    }

    [Fact]
    public async Task A_guardian_a_key_and_staff_have_none()
    {
        var account = await WithPasskeyAsync("""{"op":"addGuardian","guardian":"bob","name":"Bob","email":"bob@example.com"}""");
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await ApproveAsync(account, change, Signed(change), World.By("guardian", "bob"))).Is(403);
        (await ApproveAsync(account, change, Signed(change), World.By("key", "k1"))).Is(403);
    }

    /// <summary>An account whose passkey has aged.</summary>
    private async Task<string> WithPasskeyAsync(string more = "")
    {
        var account = await world.OpenAsync(World.Bot + "," + World.Place() + (more.Length > 0 ? "," + more : ""));
        (await world.ApproveAsync(account, (await RegisterAsync(account)).Is(201))).Is(200);
        await world.AdvanceAsync("P4D");
        await world.AdvanceAsync("P8D");
        return account;
    }

    private Task<Reply> BeginAsync(string account) => new Registration(world, account).BeginAsync();

    private Task<Reply> FinishAsync(string account, Reply begun) => new Registration(world, account).FinishAsync(begun, ring.Create(begun["options"]!));

    private Task<Reply> RegisterAsync(string account, string factor = "ring") => new Registration(world, account).RegisterAsync(ring, factor);

    private JsonObject Signed(Reply change) => ring.Get(Convert.FromHexString(change.Text("digest")!));

    private Task<Reply> SignAsync(string account, Reply change) => ApproveAsync(account, change, Signed(change));

    private Task<Reply> ApproveAsync(string account, Reply change, JsonObject signed, string? by = null) => world.Platform.PostAsync(
        $"/v1/accounts/{account}/changes/{change.Text("change")}/approvals", Approval(change, signed, account, by));

    private static string Approval(Reply of, JsonObject signed, string account, string? by = null) =>
        $$"""{"factor":"passkey","digest":"{{of.Text("digest")}}","assertion":{{signed.ToJsonString()}},"by":{{by ?? World.Owner(account)}}}""";
}
