using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Reports;

namespace Holdfast.Domain.Tests.Reports;

public sealed class ReportingACall
{
    private readonly Given given = Given.Aged();

    [Fact]
    public void Stops_what_was_asked_in_the_last_day_and_nothing_older()
    {
        var old = given.Change(Edits.Grant("transfer"));
        given.Hours(25);
        var fresh = given.Change(Edits.To("elsewhere"));
        var unapproved = given.Ask(Edits.AddSource("203.0.113.0/24"));
        Report();
        Assert.Null(given.Seen.FindChange(old)!.Ending);
        Assert.Equal(Ending.Vetoed, given.Seen.FindChange(fresh)!.Ending);
        Assert.Equal(Ending.Vetoed, given.Seen.FindChange(unapproved)!.Ending);
    }

    [Fact]
    public void Makes_holds_the_longest_for_a_week_and_then_lets_them_be()
    {
        Report();
        foreach (var element in Elements.All.Where(e => e != Element.Read))
            Assert.Equal(TimeSpan.FromHours(96), given.Seen.HoldOf(element, given.Policy, given.Now));
        Assert.Equal(TimeSpan.Zero, given.Seen.HoldOf(Element.Read, given.Policy, given.Now));
        given.Days(7.01);
        Assert.Equal(given.Policy.Hold(Element.Withdraw), given.Seen.HoldOf(Element.Withdraw, given.Policy, given.Now));
    }

    [Fact]
    public void Freezes_where_the_owner_wants_it_and_not_otherwise()
    {
        Report();
        Assert.False(given.Seen.IsFrozenAt(given.Now));
        Report(freeze: true);
        Assert.True(given.Seen.IsFrozenAt(given.Now));
    }

    [Fact]
    public void Is_recorded_again_though_it_has_nothing_left_to_do()
    {
        Report(freeze: true);
        var events = Report(freeze: true);
        Assert.IsType<OwnerEvent.CallReported>(Assert.Single(events));
    }

    [Theory]
    [InlineData(ByKind.Key, "k1")]
    [InlineData(ByKind.Guardian, "anna")]
    [InlineData(ByKind.Staff, "staff-1")]
    [InlineData(ByKind.Link, Given.Mail)]
    public void Is_for_the_owner_alone(ByKind kind, string id)
    {
        var outcome = Decide(new By(kind, id), freeze: false);
        Assert.Equal("reportNotOwn", Assert.IsType<Outcome.Refused>(outcome).Refusals[0].Code);
    }

    [Fact]
    public void Leaves_another_account_of_the_owner_what_it_asked_for()
    {
        given.OpenSecond("alice-2");
        var there = given.AskAt("alice-2", Edits.Key("k9", "withdraw"));
        Report();
        Assert.True(given.Seen.FindChange(there)!.Waits);
    }

    private Outcome Decide(By by, bool freeze) => ReportCall.Decide(
        given.Seen, new ReportCall(Given.Alice, "r_1", by, new ReportedCall("+15550100", given.Now, "they are from support", []), ("c_report", "n"), freeze ? "f_1" : null),
        given.Policy, given.Now);

    private OwnerEvent[] Report(bool freeze = false)
    {
        var events = Assert.IsType<Outcome.Records>(Decide(Given.Owner, freeze)).Events;
        given.Record(events);
        return events;
    }
}
