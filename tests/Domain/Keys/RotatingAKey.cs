using Holdfast.Domain.Changes;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Keys;

public sealed class RotatingAKey
{
    [Fact]
    public void Opens_the_new_credential_at_once_for_what_a_new_key_may_do_and_in_full_after_its_hold()
    {
        var given = Given.Aged();
        var rotation = given.Change(Rotate());
        Assert.Equal(["c1", rotation], given.Account.Keys[0].Credentials.Select(c => c.Id));
        Assert.Null(given.Account.Keys[0].Credentials[1].FullSince);
        Assert.Equal(Decision.Allow, given.Withdraw(100, via: Via("k1", "c1")).Decision);
        Assert.Equal([Reason.CredentialHeld], given.Withdraw(100, via: Via("k1")).Reasons);
        given.Hours(49);
        Assert.Contains(Reason.CredentialYoung, given.Withdraw(100).Reasons);
        Assert.Equal([Reason.AllAged], given.Withdraw(100, via: Via("k1", "c1")).Reasons);
    }

    [Fact]
    public void Ends_the_old_one_7_days_after_the_hold_of_the_new_one_when_that_is_aged()
    {
        var given = Given.Aged();
        var rotation = given.Change(Rotate());
        given.Hours(48).Days(7);
        Assert.Equal([Reason.AllAged], given.Withdraw(100, via: Via("k1", "c1")).Reasons);
        given.Wait(TimeSpan.FromMilliseconds(1));
        Assert.Equal([Reason.CredentialUnknown], given.Withdraw(100, via: Via("k1", "c1")).Reasons);
        Assert.Equal([Reason.AllAged], given.Withdraw(100, via: Via("k1", rotation)).Reasons);
    }

    [Fact]
    public void With_an_overlap_ends_the_old_one_then()
    {
        var given = Given.Aged();
        given.Change(Rotate(overlap: TimeSpan.FromHours(5)));
        Assert.Equal(Decision.Allow, given.Hours(5).Withdraw(100, via: Via("k1", "c1")).Decision);
        Assert.Equal(Decision.Deny, given.Wait(TimeSpan.FromMilliseconds(1)).Withdraw(100, via: Via("k1", "c1")).Decision);
    }

    [Fact]
    public void Again_out_of_a_leak_leaves_only_the_newest_for_good()
    {
        var given = Given.Aged();
        given.Change(Rotate());
        var leak = given.Hours(1).Change(Rotate(overlap: TimeSpan.Zero));
        given.Days(60);
        Assert.Equal([leak], given.Account.Keys[0].Credentials.Select(c => c.Id));
        Assert.Equal([Reason.AllAged], given.Withdraw(100).Reasons);
    }

    [Fact]
    public void Out_of_a_leak_and_vetoed_leaves_nothing_that_signs()
    {
        var given = Given.Aged();
        given.Veto(given.Change(Rotate(overlap: TimeSpan.Zero)));
        Assert.Equal([Reason.CredentialUnknown], given.Withdraw(100).Reasons);
        Assert.Empty(given.Account.Keys[0].Credentials);
    }

    [Fact]
    public void Takes_the_sealed_secret_from_its_change()
    {
        var given = Given.Aged();
        given.TryAsk(Given.Owner, [Rotate()], secrets: [new SecretPart("credential/k1/c_2", "sealed")]);
        var change = given.Seen.Changes.Single(c => c.AwaitsApproval).Id;
        given.Approve(change);
        Assert.Equal(change == "c_2" ? "sealed" : null, given.Account.Keys[0].Credentials[1].SealedSecret);
    }
}
