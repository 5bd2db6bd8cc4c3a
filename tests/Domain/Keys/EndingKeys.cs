using Holdfast.Domain.Keys;

namespace Holdfast.Domain.Tests.Keys;

public sealed class EndingKeys
{
    [Fact]
    public void Is_told_before_the_day_on_the_calendar_also_where_the_clock_is_behind_it()
    {
        var given = Given.Aged();
        var ends = given.Now + TimeSpan.FromDays(60);
        given.Held(new Domain.Changes.Edit.SetExpiry("k1", ends));
        var gap = TimeSpan.FromDays(3);
        var told = Assert.Single(KeyEnding.Of(given.Seen, given.Account, given.Policy, given.Now, given.Now + gap), e => e.Credential is null);
        Assert.Equal(ends, told.Ends + gap);
        Assert.Equal(ends - TimeSpan.FromDays(7), told.LastTold + gap);
        Assert.Equal(ends, told.OnCalendar);
    }
}
