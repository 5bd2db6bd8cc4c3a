using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Verification;

namespace Holdfast.Server.Tests.Verification;

/// <summary>`GET /v1/verify`.</summary>
public sealed class AskingWhetherItIsOurs
{
    [Fact]
    public async Task Says_ours_to_the_code_of_a_letter_and_repeats_what_it_says()
    {
        await using var world = await World.StartedAsync();
        var (account, letter) = await LetterAsync(world);
        var said = (await world.Nobody.GetAsync($"/v1/verify?code={letter.Code}")).Is(200);
        Assert.Equal("ours", said.Text("answer"));
        Assert.Equal(letter.Subject, said.Text("subject"));
        Assert.Equal($"{account[0]}…@example.com", said.Text("to"));
        Assert.Contains("We never call", said.Text("note"), StringComparison.Ordinal);
        Assert.All(said["text"]!.AsArray(), line => Assert.Contains((string)line!, letter.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Takes_a_code_as_people_type_it()
    {
        await using var world = await World.StartedAsync();
        var (_, letter) = await LetterAsync(world);
        var typed = letter.Code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant().Replace('0', 'o').Replace('1', 'l');
        Assert.Equal("ours", (await world.Nobody.GetAsync($"/v1/verify?code={Uri.EscapeDataString(typed)}")).Is(200).Text("answer"));
    }

    [Fact]
    public async Task Says_not_ours_to_another_recipient_to_any_other_code_and_to_an_old_one()
    {
        await using var world = await World.StartedAsync();
        var (account, letter) = await LetterAsync(world);
        Assert.Equal("otherRecipient", await WhyNotAsync(world, $"{letter.Code}&to=bob@example.com"));
        Assert.Equal("ours", (await world.Nobody.GetAsync($"/v1/verify?code={letter.Code}&to={account.ToUpperInvariant()}@example.com")).Text("answer"));
        Assert.Equal("unknown", await WhyNotAsync(world, "0000-0000-0000"));
        Assert.Equal("unknown", await WhyNotAsync(world, "help"));
        for (var i = 0; i < letter.Code.Length; i++)
            if (letter.Code[i] != '-')
                Assert.Equal("unknown", await WhyNotAsync(world, letter.Code[..i] + (letter.Code[i] == 'Z' ? 'Y' : 'Z') + letter.Code[(i + 1)..]));
        await world.AdvanceAsync("P14D");
        Assert.Equal("expired", await WhyNotAsync(world, letter.Code));
    }

    [Fact]
    public async Task Says_the_same_after_a_restart()
    {
        await using var world = await World.StartedAsync();
        var (_, letter) = await LetterAsync(world);
        await world.RestartAsync();
        Assert.Equal("ours", (await world.Nobody.GetAsync($"/v1/verify?code={letter.Code}")).Text("answer"));
    }

    [Fact]
    public void No_two_recipients_have_one_code()
    {
        var codes = new AnnouncementCodes(new byte[32]);
        var made = Enumerable.Range(0, 20_000).Select(i => codes.For($"a_{i / 4}", i % 4)).ToArray();
        Assert.Equal(made.Length, made.Distinct(StringComparer.Ordinal).Count());
        Assert.All(made, c => Assert.Equal(c, AnnouncementCodes.Read(c)));
        Assert.NotEqual(made[0], new AnnouncementCodes([.. Enumerable.Repeat((byte)1, 32)]).For("a_0", 0));
    }

    private static async Task<string> WhyNotAsync(World world, string code)
    {
        var said = (await world.Nobody.GetAsync($"/v1/verify?code={code}")).Is(200);
        Assert.Null(said["text"]);
        return (said.Text("answer") == "notOurs" ? said.Text("reason") : said.Text("answer"))!;
    }

    private static async Task<(string Account, Letter Letter)> LetterAsync(World world)
    {
        var account = await world.AgedAsync();
        (await world.ApproveAsync(account, (await world.AskAsync(account, World.Grant())).Is(201))).Is(200);
        await world.AdvanceAsync("PT1H");
        return (account, (await world.LettersAsync()).Last(l => l.To == $"<{account}@example.com>" && l.Link is not null));
    }
}
