using Holdfast.Server.Channels;

namespace Holdfast.Server.Tests.Channels;

public sealed class RetryingLater
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pauses_are_those_that_standard_webhooks_recommends()
    {
        int[] seconds = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
        Assert.Equal(seconds.Select(s => (TimeSpan?)TimeSpan.FromSeconds(s)), Schedule(jitter: 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_whole_schedule_spans_more_than_75_hours(double jitter)
    {
        var whole = Schedule(jitter).Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause!.Value);
        Assert.InRange(whole, TimeSpan.FromHours(75.5), TimeSpan.FromHours(84));
    }

    [Fact]
    public void Jitter_lengthens_a_pause_by_a_tenth_at_most()
    {
        Assert.Equal(TimeSpan.FromSeconds(5.5), RetrySchedule.After(1, 1));
        Assert.Equal(TimeSpan.FromSeconds(5.25), RetrySchedule.After(1, 0.5));
    }

    [Fact]
    public void After_the_last_attempt_there_is_none_whatever_the_receiver_asks()
    {
        Assert.Null(RetrySchedule.After(RetrySchedule.Attempts, 0));
        Assert.Null(RetrySchedule.After(RetrySchedule.Attempts, 0, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void What_the_receiver_asks_counts_when_it_is_longer_and_up_to_a_day()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), RetrySchedule.After(1, 0, TimeSpan.FromSeconds(60)));
        Assert.Equal(TimeSpan.FromMinutes(5), RetrySchedule.After(2, 0, TimeSpan.FromSeconds(60)));
        Assert.Equal(TimeSpan.FromHours(24), RetrySchedule.After(1, 0, TimeSpan.FromDays(400)));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData(" 120 ", 120)]
    [InlineData("000120", 120)]
    [InlineData("86401", 86_400)]
    [InlineData("99999999999999999999999", 86_400)]
    [InlineData("Sun, 01 Mar 2026 12:01:40 GMT", 100)]
    [InlineData("Sunday, 01-Mar-26 12:01:40 GMT", 100)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData("Sat, 01 Mar 2036 12:00:00 GMT", 86_400)]
    public void Retry_after_is_seconds_or_a_date(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Read(text, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("1.5")]
    [InlineData("1e9")]
    [InlineData("٣")]
    [InlineData("soon")]
    [InlineData("PT5M")]
    [InlineData("5, 6")]
    public void Anything_else_asks_for_nothing(string? text) => Assert.Null(RetryAfter.Read(text, Now));

    private static List<TimeSpan?> Schedule(double jitter) =>
        [.. Enumerable.Range(0, RetrySchedule.Attempts).Select(made => RetrySchedule.After(made, jitter))];
}
