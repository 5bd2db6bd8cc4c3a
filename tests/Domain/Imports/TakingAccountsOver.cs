using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Imports;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Tests.Imports;

public sealed class TakingAccountsOver
{
    private const string File = "11aa";

    private readonly Given given = new();

    [Fact]
    public void What_was_held_for_long_pays_at_once()
    {
        Take((Edits.Key("k1", "read", "withdraw"), 400), (Edits.To("home"), 400), (Edits.Email("mail"), 400));
        Assert.DoesNotContain(given.Seen.Changes, c => c.Waits);
        var paid = given.Withdraw(9_000);
        Assert.Equal(Decision.Allow, paid.Decision);
        Assert.Equal(TimeSpan.FromDays(400), paid.PathAge);
    }

    [Fact]
    public void The_path_is_as_young_as_the_youngest_part_was_there()
    {
        Take((Edits.Key("k1", "read", "withdraw"), 400), (Edits.To("home"), 1), (Edits.Email("mail"), 400));
        var asked = given.Withdraw(9_000);
        Assert.NotEqual(Decision.Allow, asked.Decision);
        Assert.Equal(TimeSpan.FromDays(1), asked.PathAge);
        given.Days(30);
        Assert.Equal(Decision.Allow, given.Withdraw(9_000).Decision);
    }

    [Fact]
    public void A_limit_a_guardian_and_a_hold_of_the_owners_own_rule_from_the_start()
    {
        Take((Edits.Key("k1", "withdraw"), 90), (Edits.To("home"), 90), (Edits.Limit(100), 90), (Edits.Guardian("anna"), 90), (Edits.Hold(Element.Destination, 96), 90));
        Assert.NotEqual(Decision.Allow, given.Withdraw(101).Decision);
        Assert.Equal(TimeSpan.FromHours(96), given.Seen.HoldOf(Element.Destination, given.Policy, given.Now));
        Assert.True(Assert.Single(given.Seen.Guardians).Since <= given.Seen.Ordinary.At(given.Now));
        given.Freeze(Given.Anna);
    }

    [Fact]
    public void What_comes_afterwards_is_as_new_as_anybodys()
    {
        Take((Edits.Key("k1", "read"), 400), (Edits.Email("mail"), 400));
        var change = given.Change(Edits.Grant("withdraw"));
        Assert.Equal(given.Policy.Hold(Element.Withdraw), given.Effective(change) - given.Now);
    }

    [Fact]
    public void The_same_twice_changes_nothing_and_another_file_takes_nothing()
    {
        Take((Edits.To("home"), 90));
        Assert.IsType<Outcome.Nothing>(Try(File, (Edits.To("home"), 90)));
        Given.Refused("ownerExists", Try("22bb", (Edits.To("home"), 90)));
        var other = new Given();
        other.Record([new OwnerEvent.AccountOpened(Given.Alice, Given.Alice, true)]);
        Given.Refused("ownerExists", ImportAccount.Decide(other.State, Import(File), other.Policy, other.Now));
    }

    [Fact]
    public void An_account_that_holds_nothing_is_opened()
    {
        Take();
        Assert.Equal(File, given.Seen.ImportedBy);
        Assert.Empty(given.Account.Keys);
    }

    public static TheoryData<Edit> MadeHere =>
    [
        Edits.Totp("phone"), Edits.Passkey("ring"), Edits.Webhook("hook"), Edits.Grant("withdraw"), Edits.NotTo("home"),
        Edits.Key("k1", "read") with { Credential = new CredentialKind.Shared("binance") },
    ];

    [Theory]
    [MemberData(nameof(MadeHere))]
    public void What_is_made_here_is_not_taken_over(Edit edit) => Given.Refused("notImported", Try(File, (edit, 90)));

    [Fact]
    public void Nothing_is_older_than_its_time_to_come() => Given.Refused("sinceInFuture", Try(File, (Edits.To("home"), -1)));

    [Fact]
    public void What_was_taken_over_is_told_once_and_nobody_is_written_to_for_it()
    {
        Take((Edits.To("home"), 90), (Edits.Email("mail"), 90));
        Assert.Equal(2, given.Seen.TakenOver.Length);
        Assert.All(given.Seen.Changes, c => Assert.True(c.IsTakenOver));
        given.Record([new OwnerEvent.Announced(Given.Alice, "n1", null, "alert", [], "s", [], SaysTakenOver: true)]);
        Assert.Empty(given.Seen.TakenOver);
    }

    [Fact]
    public void The_log_says_it_all_again()
    {
        Take((Edits.Key("k1", "read", "withdraw"), 400), (Edits.To("home"), 3), (Edits.Guardian("anna"), 30));
        given.Days(10);
        given.Withdraw(1);
        Given.Same(given.State, given.Replayed());
    }

    private void Take(params (Edit Edit, int Days)[] held) => Given.Recorded(given.Run(s => ImportAccount.Decide(s, Import(File, held), given.Policy, given.Now)));

    private Outcome Try(string file, params (Edit Edit, int Days)[] held) => ImportAccount.Decide(given.State, Import(file, held), given.Policy, given.Now);

    private ImportAccount Import(string file, params (Edit Edit, int Days)[] held) => new(
        Given.Alice, Given.Alice, file, [.. held.Select(h => new Holding(h.Edit, given.Now - TimeSpan.FromDays(h.Days)))], ("c_import", "00"));
}
