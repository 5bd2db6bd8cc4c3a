using Holdfast.Domain.Changes;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests;

public sealed class FirstSteps
{
    [Fact]
    public void A_granted_permission_waits_then_is_young_then_is_aged()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("home")).Wait(TimeSpan.FromDays(30));
        Assert.Equal([Reason.PermissionMissing], given.Withdraw(100).Reasons);
        var change = given.Ask(Grant("withdraw"));
        Assert.Equal(PartState.Awaiting, given.Of(change).Parts[0].State);
        given.Approve(change);
        Assert.Equal(Decision.Deny, given.Withdraw(100).Decision);
        Assert.Equal(given.Now + TimeSpan.FromHours(48), given.Withdraw(10).Until);
        given.Hours(49);
        var young = given.Withdraw(100);
        Assert.Equal(Decision.Challenge, young.Decision);
        Assert.Contains(Reason.PermissionYoung, young.Reasons);
        Assert.Equal(Decision.Allow, given.ApproveWithdrawalOf(young.Request.Id).Decision);
        Assert.Equal(Decision.Allow, given.Withdraw(40).Decision);
        given.Days(8);
        var aged = given.Withdraw(100000);
        Assert.Equal((Decision.Allow, true), (aged.Decision, aged.Reasons is [Reason.AllAged]));
        Given.Same(given.State, given.Replayed());
    }
}
