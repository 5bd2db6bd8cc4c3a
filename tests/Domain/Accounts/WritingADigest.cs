using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Limits;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Accounts;

public sealed class WritingADigest
{
    [Fact]
    public void Is_not_written_where_nothing_happened_and_nothing_waits()
    {
        var given = Given.Aged();
        given.Withdraw(10);
        Assert.Null(Of(given.Hours(25)));
    }

    [Fact]
    public void Sums_what_left_by_asset_and_says_what_it_does_not_know()
    {
        var given = Given.Aged(new Edit.AddDestination("XYZ", "TRON", "home", null, "mine"));
        given.Withdraw(500);
        given.Hours(30).Withdraw(1);
        given.Withdraw(2.5m);
        given.Withdraw(given.Request(7, asset: "XYZ"));
        Assert.Equal(
            [
                "2 withdrawals of USDT, 3.5 in all.", "1 withdrawal of XYZ, 7 in all.",
                "This counts what was allowed and not cancelled. Where it went is not known here.",
            ],
            Of(given.Hours(1))!.Left);
    }

    [Fact]
    public void Leaves_out_what_was_cancelled_and_names_what_the_allowance_has_lost()
    {
        var given = Given.Aged();
        var gone = given.Withdraw(100);
        given.Withdraw(20, "elsewhere");
        given.Hours(1).TryCancel(gone.Request.Id);
        Assert.Equal(
            ["1 withdrawal of USDT, 20 in all.", "Of the 50 that may go to new or unknown places in 48 hours, 20 is used."],
            Of(given)!.Left[..2]);
    }

    [Fact]
    public void Claims_no_more_than_a_full_ledger_can_say()
    {
        var given = Given.Aged();
        for (var i = 0; i < Ledger.MostEntries + 5; i++) given.Withdraw(1);
        var left = Of(given)!.Left;
        Assert.Equal("At least 128 withdrawals of USDT, at most 133 in all.", left[0]);
        Assert.StartsWith("There were so many", left[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_waits_and_from_when()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        Assert.Equal(Pending.Of(given.Seen, null, given.Now).Text, Of(given)!.Waits);
        Assert.Contains(given.Effective(change).ToWords(), Of(given)!.Waits[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_came_into_force_and_what_was_stopped_since_and_not_before()
    {
        var given = Given.Aged();
        var lands = given.Change(To("new"));
        var matures = given.Effective(lands);
        var stopped = given.Hours(30).Change(To("thief"));
        given.Veto(stopped);
        var vetoed = given.Now;
        given.Ask(Limit(5));
        given.WaitUntil(matures + TimeSpan.FromMinutes(1));
        Assert.Equal(
            [
                $"{Wording.Say(To("new"))} In force since {matures.ToWords()}.",
                $"{Wording.Say(To("thief"))} Stopped on {vetoed.ToWords()}.",
                $"{Wording.Say(Limit(5))} In force since {vetoed.ToWords()}.",
            ],
            Of(given)!.Happened);
        Assert.Equal([$"{Wording.Say(To("new"))} In force since {matures.ToWords()}."], Of(given.Hours(12))!.Happened);
        Assert.Null(Of(given.Hours(13)));
    }

    [Fact]
    public void Says_why_else_a_change_ended()
    {
        var given = Given.Aged();
        given.Ask(To("late"));
        given.Change(To("taken"));
        given.Hours(2).Ask(NotTo("taken"));
        var happened = Of(given)!.Happened;
        Assert.Contains(happened, l => l.StartsWith(Wording.Say(To("late")) + " Not approved in time; ended on", StringComparison.Ordinal));
        Assert.Contains(happened, l => l.StartsWith(Wording.Say(To("taken")) + " Ended by a later change", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_that_the_account_is_frozen_and_until_when()
    {
        var given = Given.Aged();
        var since = given.Now;
        given.Freeze(length: TimeSpan.FromDays(3)).Hours(30);
        Assert.Equal([$"The account is frozen since {since.ToWords()}, until {(since + TimeSpan.FromDays(3)).ToWords()}: nothing leaves."], Of(given)!.Frozen);
        Assert.Null(Of(given.Days(3)));
    }

    [Fact]
    public void Gives_no_quiet_veto_away()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        var before = Of(given)!;
        given.Veto(change, quiet: true);
        Assert.Equal(before.Waits, Of(given)!.Waits);
        Assert.Equal(before.Happened, Of(given)!.Happened);
    }

    private static Digest? Of(Given given) =>
        Digest.Of(given.Seen, given.Policy, given.Now - TimeSpan.FromHours(24), given.Now);
}
