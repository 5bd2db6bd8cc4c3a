using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Server.Telemetry;

namespace Holdfast.Server.Tests.Telemetry;

/// <summary>Nobody listens while this runs: the collection runs alone.</summary>
[Collection("listens to Holdfast")]
public sealed class WatchingDecisions
{
    [Fact]
    public void Allocates_nothing_while_nobody_listens()
    {
        using var watch = new DecisionWatch(new Trail());
        OwnerEvent[] events = [new OwnerEvent.CodeFailed("alice", new Domain.Changes.By(Domain.Changes.ByKind.Owner, "alice"))];
        var outcome = new Outcome.Records(events);
        for (var i = 0; i < 1000; i++) Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Once();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Once()
        {
            using var span = DecisionWatch.Decide();
            watch.Decided(span, outcome, events, 7);
        }
    }

    [Fact]
    public void Keeps_the_newest_steps_of_a_trail_only()
    {
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == Sources.Name,
            Sample = (ref _) => System.Diagnostics.ActivitySamplingResult.AllData,
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        var trail = new Trail();
        using (var first = Sources.Spans.StartActivity("first")) trail.Leave(1, 2, first!.Context);
        using (var announced = trail.Announce(2)) Assert.Single(announced!.Links);
        using (var announced = trail.Announce(3)) Assert.Empty(announced!.Links);
        using (var later = Sources.Spans.StartActivity("later")) trail.Leave(16_384 + 2, 1, later!.Context);
        using (var announced = trail.Announce(2)) Assert.Empty(announced!.Links);
    }
}

/// <summary>Tests of this collection run one after another and beside no other.</summary>
[CollectionDefinition("listens to Holdfast", DisableParallelization = true)]
public sealed class ListensToHoldfast;
