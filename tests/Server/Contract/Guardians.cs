using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class Guardians
{
    private const string Maria = """{"op":"addGuardian","guardian":"g1","name":"Maria","email":"maria@example.com"}""";

    private const string App = """{"op":"addFactor","factor":"g1-app","kind":"totp","label":"Maria's app","guardian":"g1"}""";

    private const string Policy = """{"guardianApproves":["transfer"]}""";

    private static readonly string ByMaria = World.By("guardian", "g1");

    [Fact]
    public async Task An_aged_one_must_approve_what_the_policy_names_with_the_platforms_word()
    {
        await using var world = await World.StartedAsync(Policy);
        var account = await world.AgedAsync(Maria);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        Assert.True((bool)change["needsGuardian"]!);
        Assert.Equal("awaitingApproval", (await world.ApproveAsync(account, change)).Is(200).Text("state"));
        Assert.Equal("held", (await world.ApproveAsync(account, change, ByMaria)).Is(200).Text("state"));
        var other = (await world.AskAsync(account, World.Place(World.TronOther))).Is(201);
        (await world.ApproveAsync(account, other, ByMaria)).Is(403, "guardianNotNeeded");
    }

    [Fact]
    public async Task An_aged_one_is_written_to_when_he_is_asked()
    {
        await using var world = await World.StartedAsync(Policy);
        var account = await world.AgedAsync(Maria);
        (await world.AskAsync(account, World.Grant())).Is(201);
        await world.AdvanceAsync("PT1S");
        var letters = await world.LettersAsync();
        Assert.Contains(letters, l => l.To == "<maria@example.com>" && l.Subject == "You are asked as a guardian");
    }

    [Fact]
    public async Task One_with_an_aged_app_approves_with_it_and_the_platforms_word_no_longer_suffices()
    {
        await using var world = await World.StartedAsync(Policy);
        var account = await world.AgedAsync(Maria);
        var added = (await world.AskAsync(account, App, ByMaria)).Is(201);
        var secret = (string)added["secrets"]![0]!["secret"]!;
        (await world.ApproveAsync(account, added)).Is(403, "guardianApproves");
        Assert.Equal("held", (await world.ApproveAsync(account, added, ByMaria)).Is(200).Text("state"));
        await world.AdvanceAsync("P3D");
        await world.AdvanceAsync("P8D");
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        (await world.ApproveAsync(account, change, ByMaria)).Is(403, "platformWordNotEnough");
        Assert.Equal("held", (await world.ApproveWithCodeAsync(account, change, secret, ByMaria)).Is(200).Text("state"));
    }

    [Fact]
    public async Task A_stranger_has_no_say()
    {
        await using var world = await World.StartedAsync(Policy);
        var account = await world.AgedAsync(Maria);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.VetoAsync(account, change, World.By("guardian", "g2"))).Is(403, "guardianHasNoSay");
        (await world.ApproveAsync(account, change, World.By("guardian", "g2"))).Is(403, "guardianNotInForce");
        (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze",
            $$"""{"by":{{World.By("guardian", "g2")}},"reason":"x"}""")).Is(403, "guardianNotInForce");
        (await world.VetoAsync(account, change, ByMaria)).Is(200);
    }
}
