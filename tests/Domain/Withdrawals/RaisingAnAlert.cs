using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Withdrawals;

/// <summary>An alert stands in the append right before the withdrawal that it is about, and nowhere else.</summary>
public sealed class RaisingAnAlert
{
    [Fact]
    public void Is_silent_over_aged_parts_while_no_channel_asks_for_more()
    {
        var given = Given.Aged();
        Assert.Equal(Decision.Allow, given.Withdraw(1_000_000).Decision);
        Assert.Empty(Alerts(given));
    }

    [Fact]
    public void Tells_of_what_goes_to_an_unknown_place_within_the_allowance()
    {
        var given = Given.Aged();
        Assert.Equal(Decision.Allow, given.Withdraw(10, "elsewhere").Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(10_000, "elsewhere").Decision);
        Assert.Equal([Alerting.Young], Alerts(given));
    }

    [Fact]
    public void Tells_of_a_young_path_when_its_challenge_is_passed_and_not_when_it_is_set()
    {
        var given = Given.Aged().Held(To("new"));
        var asked = given.Withdraw(1000, "new");
        Assert.Equal(Decision.Challenge, asked.Decision);
        Assert.Empty(Alerts(given));
        given.ApproveWithdrawalOf(asked.Request.Id);
        Assert.Equal([Alerting.Young], Alerts(given));
        given.Permit(asked.Request.Id);
        given.TryApproveWithdrawal(asked.Request.Id);
        Assert.Single(Alerts(given));
    }

    [Fact]
    public void Tells_of_what_an_envelope_carries()
    {
        var given = Given.Aged().Held(To("new"));
        var first = given.Withdraw(given.Request(100, "new", envelope: new EnvelopeWish(300, TimeSpan.FromDays(2))));
        given.ApproveWithdrawalOf(first.Request.Id);
        Assert.Equal(Decision.Allow, given.Withdraw(150, "new").Decision);
        Assert.Equal([Alerting.Young, Alerting.Young], Alerts(given));
    }

    [Fact]
    public void Tells_of_what_a_release_allows()
    {
        var given = Given.Aged(new Edit.SetSettling(TimeSpan.FromDays(20))).Held(To("new")).Signal("destinationFlagged", "new");
        var asked = given.Withdraw(10, "new");
        Assert.Equal((Decision.Challenge, 0), (asked.Decision, Alerts(given).Length));
        Assert.Equal(Decision.Allow, given.Days(8).Release(asked.Request.Id).Decision);
        Assert.Equal([Alerting.Young], Alerts(given));
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    [InlineData(101, true)]
    public void Tells_of_a_size_that_a_channel_asked_for(int amount, bool told)
    {
        var given = Given.Aged();
        given.Ask(Tests.Edits.Alerts(100));
        given.Withdraw(amount);
        Assert.Equal(told ? [Alerting.Size] : [], Alerts(given));
    }

    [Fact]
    public void Takes_a_value_that_nobody_told_for_large()
    {
        var given = Given.Aged(new Edit.AddDestination("XYZ", "TRON", "home", null, "mine"));
        given.Ask(Tests.Edits.Alerts(1_000_000));
        given.Withdraw(given.Request(1, asset: "XYZ"));
        given.Withdraw(given.Request(1, asset: "XYZ", value: new Value(5, given.Policy.Currency)));
        given.Withdraw(given.Request(1, asset: "XYZ", value: new Value(5, "GOLD")));
        Assert.Equal([Alerting.Size, Alerting.Size], Alerts(given));
    }

    [Fact]
    public void Asks_no_channel_that_is_gone()
    {
        var given = Given.Aged(Webhook("hook"));
        given.Ask(Tests.Edits.Alerts(0, channel: "hook"));
        given.Held(new Edit.RemoveChannel("hook"));
        given.Withdraw(1000);
        Assert.Empty(Alerts(given));
    }

    [Fact]
    public void Is_silent_about_what_is_denied_observed_or_stays_with_the_owner()
    {
        var given = Given.Aged();
        given.OpenSecond("second");
        given.AskAt("second", new Edit.Join());
        given.Approve(given.Seen.Changes[^1].Id);
        given.Days(9);
        given.Ask(Tests.Edits.Alerts(0));
        var own = given.Request(5000, "second", network: "INTERNAL", via: Session(given.Now));
        Assert.True(given.Observe(own).Has(Reason.OwnAccount));
        given.Withdraw(own);
        given.Freeze(length: TimeSpan.FromHours(1));
        given.Withdraw(5);
        var observed = RequestWithdrawal.Decide(
            given.Hours(2).Seen, new RequestWithdrawal(given.Request(5), [], null, true), given.Policy, given.Now, given.Wall);
        Assert.IsType<OwnerEvent.WithdrawalObserved>(Assert.Single(((Domain.Decisions.Outcome.Records)observed).Events));
        Assert.Empty(Alerts(given));
    }

    [Fact]
    public void Costs_the_steady_path_no_memory()
    {
        var given = Given.Aged();
        var (state, request) = (given.Seen, given.Request(1000));
        var judgement = given.Observe(request);
        Assert.Equal(0, Allocated(() => Alerting.ReasonFor(state, request, judgement, Policy.Default)));
        Assert.True(Allocated(() => new object().GetHashCode().ToString(System.Globalization.CultureInfo.InvariantCulture)) > 0);
    }

    private static long Allocated(Func<string?> run)
    {
        for (var i = 0; i < 1000; i++) run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The reasons of all alerts; each must stand right before its withdrawal, newly allowed, at the same time.</summary>
    private static string[] Alerts(Given given)
    {
        var reasons = new List<string>();
        for (var i = 0; i < given.Log.Count; i++)
        {
            if (given.Log[i].Event is not OwnerEvent.AlertRaised alert) continue;
            var behind = Assert.IsType<OwnerEvent.WithdrawalDecided>(given.Log[i + 1].Event).Withdrawal;
            Assert.Equal((alert.Account, alert.Withdrawal, Decision.Allow), (behind.Request.Account, behind.Request.Id, behind.Decision));
            Assert.Equal(given.Log[i].At, given.Log[i + 1].At);
            reasons.Add(alert.Reason);
        }
        return [.. reasons];
    }
}
