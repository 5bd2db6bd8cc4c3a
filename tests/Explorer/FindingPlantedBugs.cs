using Holdfast.Explore.Planted;
using Holdfast.Explore.Search;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explorer.Tests;

/// <summary>G45: the explorer is shown to fail. Each bug lies in a wrapper around the core, none in the product.</summary>
public sealed class FindingPlantedBugs(ITestOutputHelper output)
{
    public static TheoryData<string> All => [.. PlantedBug.All.Concat(PlantedBug.NoHolds()).Select(b => b.Says)];

    [Theory]
    [MemberData(nameof(All))]
    public void Finds_it_and_says_how(string bug)
    {
        var planted = PlantedBug.All.Concat(PlantedBug.NoHolds()).Single(b => b.Says == bug);
        var start = Opening.Of(planted.Elements, planted.Core);
        var found = new BreadthFirst(start, planted.Depth, TimeSpan.FromMinutes(5)).Run();
        Assert.True(found.Broken.Length > 0, $"not found to depth {found.Depth} in {found.States} states");
        var first = found.Broken[0];
        output.WriteLine($"{bug}: {first.Rule}, {first.Text}, by {first.Moves.Length} moves in {found.States} states");
        foreach (var move in first.Moves) output.WriteLine("  " + move);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_product_itself_does_not_have_it(string bug)
    {
        var planted = PlantedBug.All.Concat(PlantedBug.NoHolds()).Single(b => b.Says == bug);
        var found = new BreadthFirst(Opening.Of(planted.Elements), planted.Depth, TimeSpan.FromMinutes(5), most: 20_000).Run();
        Assert.Empty(found.Broken);
    }
}
