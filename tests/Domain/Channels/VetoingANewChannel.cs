using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Channels;

public sealed class VetoingANewChannel
{
    [Fact]
    public void Goes_on_telling_it_for_seven_days_from_the_veto()
    {
        var given = Given.Aged();
        var added = given.Ask(Webhook("hook"));
        given.Hours(40).Veto(added);
        Assert.Equal(given.Now, Array.Find(given.Seen.Channels, c => c.Id == "hook")!.EndedAt);
    }

    [Fact]
    public void Quietly_goes_on_telling_it_for_seven_days_from_the_end_of_its_hold()
    {
        var given = Given.Aged();
        var added = given.Ask(Webhook("hook"));
        var matures = given.Effective(added);
        given.Hours(1).Veto(added, quiet: true).Days(9);
        Assert.Equal(matures, Array.Find(given.Seen.Channels, c => c.Id == "hook")!.EndedAt);
    }
}
