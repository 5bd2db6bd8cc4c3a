using System.Globalization;
using System.Text.Json;
using Holdfast.Lab.Demonstration;

namespace Holdfast.System.Tests.Demonstration;

/// <summary>`holdfast demo`, whole: a server, separate clients, all five acts.</summary>
public sealed class PlayingTheDemo
{
    [Fact]
    public async Task It_passes_and_gives_the_figures_of_each_act_as_json()
    {
        var (code, text) = await PlayAsync(new Setting(), asJson: true);
        using var json = JsonDocument.Parse(text);
        var acts = json.RootElement.GetProperty("acts").EnumerateArray().ToArray();
        Assert.True(code == 0, text);
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal([1, 2, 3, 4, 5], acts.Select(a => a.GetProperty("act").GetInt32()));
        Assert.All(acts, a => Assert.Equal(
            a.GetProperty("attempted").GetInt32(), a.GetProperty("allowed").GetInt32() + a.GetProperty("delayed").GetInt32()));
        Assert.All(acts, a => Assert.All(a.GetProperty("claims").EnumerateArray(), c => Assert.True(c.GetProperty("holds").GetBoolean())));
    }

    [Fact]
    public async Task An_attack_gets_the_allowance_and_nothing_more_and_the_bot_is_never_held_up()
    {
        var (_, text) = await PlayAsync(new Setting(), asJson: true);
        using var json = JsonDocument.Parse(text);
        var acts = json.RootElement.GetProperty("acts").EnumerateArray().ToArray();
        foreach (var attack in acts.Take(3))
        {
            Assert.Equal("50", attack.GetProperty("allowance").GetString());
            Assert.Equal(50m, decimal.Parse(attack.GetProperty("stolen").GetString()!, CultureInfo.InvariantCulture));
            Assert.InRange(attack.GetProperty("delayed").GetInt32(), 400, int.MaxValue);
        }
        Assert.Equal(0, acts[3].GetProperty("delayed").GetInt32());
        Assert.Equal(120, acts[3].GetProperty("allowed").GetInt32());
    }

    [Fact]
    public async Task The_timeline_is_short_and_plain_and_ends_in_a_table()
    {
        var (code, text) = await PlayAsync(new Setting(), asJson: false);
        var lines = text.TrimEnd().Split('\n');
        Assert.True(code == 0, text);
        Assert.InRange(lines.Length, 40, 90);
        Assert.DoesNotContain('\u001b', text);
        Assert.Equal(5, lines.Count(l => l.StartsWith("ACT ", StringComparison.Ordinal)));
        Assert.Contains("verdict", text, StringComparison.Ordinal);
        Assert.All(lines, l => Assert.InRange(l.TrimEnd().Length, 0, 150));
    }

    [Fact]
    public async Task It_fails_when_one_answer_to_the_caller_says_that_more_may_leave()
    {
        var planted = new PlantedAnswer("/v1/accounts/anna/withdrawals", "deny", "allow", after: 200);
        var (code, text) = await PlayAsync(new Setting(Wrap: planted.Between), asJson: true);
        Assert.True(planted.Grew);
        Assert.Equal(1, code);
        Assert.Contains("left to the caller", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_when_the_bot_is_challenged_once()
    {
        var planted = new PlantedAnswer("/v1/accounts/emil/withdrawals", "allow", "challenge", after: 50);
        var (code, text) = await PlayAsync(new Setting(Wrap: planted.Between), asJson: true);
        Assert.True(planted.Grew);
        Assert.Equal(1, code);
        Assert.Contains("the bot was held up 1 times", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_on_a_server_whose_policy_lets_more_leave()
    {
        var policy = Path.GetTempFileName();
        await File.WriteAllTextAsync(policy, """{"allowance":{"amount":"1000","currency":"USDT"}}""", TestContext.Current.CancellationToken);
        var (code, text) = await PlayAsync(new Setting(policy), asJson: true);
        File.Delete(policy);
        Assert.Equal(1, code);
        Assert.Contains("\"allowance\": \"1000\"", text, StringComparison.Ordinal);
        Assert.Contains("1000 USDT left to the caller, more than 50", text, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Text)> PlayAsync(Setting setting, bool asJson)
    {
        using var output = new StringWriter();
        var code = await Demo.RunAsync(setting, asJson, output, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
