using System.Globalization;
using Holdfast.Domain.Policies;
using Holdfast.Explore;

namespace Holdfast.Explorer.Tests;

/// <summary>G1, G2 and G3, as far as a run of all tests has time for; `eng/explore` goes on from here.</summary>
public sealed class ExploringThePureCore(ITestOutputHelper output)
{
    [Fact]
    public void No_pair_of_elements_breaks_a_rule_breadth_first()
    {
        var said = new StringWriter();
        var code = Commands.Pairs(Elements.All, (int)Setting("HOLDFAST_EXPLORE_DEPTH", 3), TimeSpan.FromMinutes(5), said);
        output.WriteLine(said.ToString());
        Assert.Equal(0, code);
    }

    [Fact]
    public void No_random_life_breaks_a_rule()
    {
        var said = new StringWriter();
        var code = Commands.Randomly(Setting("HOLDFAST_EXPLORE_COMMANDS", 200_000), 20261122, TimeSpan.FromMinutes(30), said);
        output.WriteLine(said.ToString());
        Assert.Equal(0, code);
    }

    private static long Setting(string name, long fallback) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
