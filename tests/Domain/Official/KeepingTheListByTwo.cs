using Holdfast.Domain.Installations;
using Holdfast.Domain.Official;
using Holdfast.Domain.Tests.Installations;

namespace Holdfast.Domain.Tests.Official;

public sealed class KeepingTheListByTwo
{
    private static readonly OfficialEntry Site = new(OfficialKind.Domain, "example.com", "our site", null), News = new(OfficialKind.Email, "news@example.com", "news", null),
        Old = new(OfficialKind.Handle, "telegram:example", "news", null);

    private readonly House house = new();

    /// <summary>The second member saw a proposal that only added; what was taken off since would come back by it.</summary>
    [Fact]
    public void Brings_nothing_back_that_was_taken_off_since()
    {
        Publish(Site, Old);
        var stale = Proposed(House.Staff1, Site, Old, News);
        house.Does(Ask(House.Staff2, Site));
        Assert.Equal("actUnknown", House.Refused(house.Second(stale, House.Staff2)));
        Assert.Equal([Site], house.State.Official);
    }

    [Fact]
    public void Takes_one_of_two_proposals_and_ends_the_other()
    {
        var one = Proposed(House.Staff1, Site);
        var other = Proposed(House.Staff1, Old);
        house.Does(house.Second(one, House.Staff2));
        Assert.Equal("actUnknown", House.Refused(house.Second(other, House.Staff2)));
        Assert.Equal(one, House.NothingBy(house.Second(one, House.Staff2)));
        Assert.Equal([Site], house.State.Official);
    }

    [Fact]
    public void Leaves_other_acts_waiting()
    {
        var recovery = house.Asked(ActKind.Recovery, House.Hash('d'), House.Staff1);
        Publish(Site);
        Assert.IsType<InstallationOutcome.Records>(house.Second(recovery, House.Staff2));
    }

    [Fact]
    public void Changes_no_word_of_an_entry_by_one_alone()
    {
        Publish(Site with { Until = house.Now + TimeSpan.FromDays(1) });
        foreach (var changed in (OfficialEntry[])[Site, Site with { Label = "call this number" }, Site with { Kind = OfficialKind.Link, Value = "https://example.com/" }])
            Assert.IsType<InstallationEvent.ActProposed>(Assert.Single(house.Does(Ask(House.Staff1, changed))));
        Assert.Equal("our site", Assert.Single(house.State.Official).Label);
    }

    private int acts;

    private InstallationOutcome Ask(string by, params OfficialEntry[] entries) =>
        PublishOfficial.Decide(house.Recorded, new PublishOfficial(entries, by, $"list-{++acts}"), house.Now);

    private string Proposed(string by, params OfficialEntry[] entries) =>
        Assert.IsType<InstallationEvent.ActProposed>(Assert.Single(house.Does(Ask(by, entries)))).Act;

    private void Publish(params OfficialEntry[] entries) => house.Does(house.Second(Proposed(House.Staff1, entries), House.Staff2));
}
