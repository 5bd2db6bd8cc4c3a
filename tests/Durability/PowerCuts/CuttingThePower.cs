using Holdfast.Durability.PowerCuts;
using Holdfast.Durability.Stories;

namespace Holdfast.Durability.Tests.PowerCuts;

/// <summary>
/// The system calls of a writer are traced, and the disk is made to hold what was synced and some of the rest. This is a
/// handful of images of a handful of stories; `eng/powercut` looks at 200,000 of all.
/// </summary>
public sealed class CuttingThePower
{
    [Theory]
    [InlineData("everything")]
    [InlineData("rotation")]
    [InlineData("another key")]
    [InlineData("restarts and runs")]
    [InlineData("erasures")]
    [InlineData(RelyingOnFiles.Name)]
    public async Task Loses_nothing_that_was_told_and_leaves_nothing_by_halves(string story)
    {
        SkipWithoutStrace();
        var run = await PowerCut.OneAsync(story, seed: 3, images: 100);
        Assert.Empty(run.Losses);
        Assert.True(run is { Images: > 30, Moments: > 1 });
    }

    [Fact]
    public void Is_told_by_stories_that_go_every_way_into_the_log()
    {
        var kinds = typeof(Deed).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(t => t.IsSubclassOf(typeof(Deed)));
        var told = Core.Names.SelectMany(name => Core.Tell(name, 1).Deeds).Select(deed => deed.GetType()).ToHashSet();
        Assert.Equal([], kinds.Except(told));
        Assert.Equal(21, Core.Names.Count);
    }

    internal static void SkipWithoutStrace()
    {
        if (!Tracing.IsPossible) Assert.Skip("strace is not installed");
    }
}
