using Holdfast.Domain.Changes;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

public sealed class SayingWhatIsPending
{
    [Fact]
    public void Names_each_edit_that_waits_besides_the_change_with_its_time()
    {
        var given = Given.Aged();
        var about = given.Change(Grant("transfer"));
        var told = given.Change(To("new"));
        var asked = given.Ask(Limit(5), Grant("manage"));
        var pending = Pending.Of(given.Seen, about, given.Now);
        Assert.Equal(
            [
                $"{Wording.Say(To("new"))} It is possible from {given.Effective(told).ToWords()} on, unless somebody stops it.",
                $"{Wording.Say(Grant("manage"))} It waits for an approval, and then 48 hours more.",
            ],
            pending.Text);
        Assert.Equal("Together: a key could send money to a new address.", pending.Together);
        given.Veto(asked).Veto(told);
        Assert.Empty(Pending.Of(given.Seen, about, given.Now).Text);
        Assert.Null(Pending.Of(given.Seen, about, given.Now).Together);
        Assert.Single(Pending.Of(given.Seen, null, given.Now).Text);
    }

    [Fact]
    public void Says_when_a_part_of_an_edit_comes_before_the_rest()
    {
        var given = Given.Aged(Hold(Holdfast.Domain.Policies.Element.Withdraw, 72));
        var change = given.Change(Key("k9", "trade", "withdraw"));
        var text = Assert.Single(Pending.Of(given.Seen, null, given.Now).Text);
        Assert.Contains($"in part from {(given.Now + TimeSpan.FromHours(48)).ToWords()} on and as a whole from {given.Effective(change).ToWords()} on", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_a_hold_waits_to_be_told_or_stands_still()
    {
        var given = Given.Aged();
        given.Tells = false;
        given.Change(To("new"));
        Assert.EndsWith("It waits until somebody was told, and then 48 hours more.", Text(given), StringComparison.Ordinal);
        given.TryTell(given.Seen.Changes[^1].Id, Given.Mail);
        given.Freeze();
        Assert.EndsWith("Its hold stands still for now.", Text(given), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_a_new_say_and_comes_to_nothing_more_by_it()
    {
        var given = Given.Aged();
        given.Ask(Guardian("anna"));
        var pending = Pending.Of(given.Seen, null, given.Now);
        Assert.Single(pending.Text);
        Assert.Null(pending.Together);
    }

    [Fact]
    public void Gives_no_quiet_veto_away()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        var before = Pending.Of(given.Seen, null, given.Now);
        given.Veto(change, quiet: true);
        Assert.Equal(before.Text, Pending.Of(given.Seen, null, given.Now).Text);
        Assert.Equal(before.Together, Pending.Of(given.Seen, null, given.Now).Together);
    }

    [Fact]
    public void Names_the_account_where_the_owner_has_several()
    {
        var given = Given.Aged();
        given.OpenSecond("second");
        given.AskAt("second", To("new"));
        Assert.StartsWith("On the account second: USDT can go to new", Text(given), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_times_as_the_installation_shows_them()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        var day = TimeSpan.FromDays(1);
        Assert.Contains($"{(given.Effective(change) + day).ToWords()}", Assert.Single(Pending.Of(given.Seen, null, given.Now, t => t + day).Text), StringComparison.Ordinal);
    }

    private static string Text(Given given) => Pending.Of(given.Seen, null, given.Now).Text[^1];
}
