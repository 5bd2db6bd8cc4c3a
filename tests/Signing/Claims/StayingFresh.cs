using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Tests.Claims;

public sealed class StayingFresh
{
    private const long Now = Rig.Now;

    [Theory]
    [InlineData(0, 0, Refusal.None)]
    [InlineData(-4_999, 0, Refusal.None)]
    [InlineData(-5_000, 0, Refusal.TimeStale)]
    [InlineData(1_000, 0, Refusal.None)]
    [InlineData(1_001, 0, Refusal.TimeAhead)]
    [InlineData(-59_999, 60_000, Refusal.None)]
    [InlineData(-60_000, 60_000, Refusal.TimeStale)]
    [InlineData(0, 60_001, Refusal.WindowTooLong)]
    [InlineData(-100, 100, Refusal.TimeStale)]
    public void Is_judged_by_time_and_window(long from, long window, Refusal expected) =>
        Assert.Equal(expected, Freshness.Default.Judge(new StatedTime(Now + from, window), Now));

    [Fact]
    public void Needs_a_time() => Assert.Equal(Refusal.TimeMissing, Freshness.Default.Judge(default, Now));

    [Fact]
    public void Holds_at_the_ends_of_time()
    {
        Assert.Equal(Refusal.TimeAhead, Freshness.Default.Judge(new StatedTime(StatedTime.Last, 60_000), Now));
        Assert.Equal(Refusal.TimeStale, Freshness.Default.Judge(new StatedTime(1), Now));
    }
}
