using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Moves;

/// <summary>For each element of DESIGN 5.1 what can be asked that expands it, and what reduces it.</summary>
internal static class Edits
{
    private static readonly TimeSpan Hours24 = TimeSpan.FromHours(24);

    private static readonly CredentialKind Kept = new CredentialKind.Kept();

    public static Edit[] Expanding(Element element) => element switch
    {
        Element.Read => [new Edit.Grant(Cast.Reader, "read")],
        Element.Trade => [new Edit.Grant(Cast.Reader, "trade")],
        Element.Transfer => [new Edit.Grant(Cast.Bot, "transfer")],
        Element.Withdraw => [new Edit.Grant(Cast.Reader, "withdraw"), new Edit.Grant(Cast.Bot, "withdraw")],
        Element.Manage => [new Edit.Grant(Cast.Reader, "manage"), new Edit.Grant(Cast.Reader, "earn")],
        Element.Source =>
        [
            new Edit.AddSource(Cast.Bot, Cast.AwaySource), new Edit.RemoveSource(Cast.Bot, Cast.HomeSource),
        ],
        Element.Expiry => [new Edit.SetExpiry(Cast.Bot, Cast.Later), new Edit.SetExpiry(Cast.Bot, null)],
        Element.Credential =>
        [
            new Edit.AddKey(Cast.Fresh, "helper", ["read", "withdraw"], [Cast.AwaySource], null, Kept),
            new Edit.RotateKey(Cast.Bot, Kept, null), new Edit.RotateKey(Cast.Bot, Kept, TimeSpan.Zero),
            new Edit.ResumeKey(Cast.Bot),
        ],
        Element.Destination =>
        [
            new Edit.AddDestination("USDT", "TRON", Cast.Away, null, "safe"),
            new Edit.AddDestination("USDT", "TRON", Cast.Home, null, "home"),
        ],
        Element.Limit =>
        [
            new Edit.SetLimit("USDT", null, Cast.LimitPeriod, 2000, null),
            new Edit.RemoveLimit("USDT", null, Cast.LimitPeriod),
        ],
        Element.Factor =>
        [
            new Edit.AddFactor(Cast.NewTotp, FactorKind.Totp, "phone", null), new Edit.RemoveFactor(Cast.OwnTotp),
            new Edit.ResetFactors(), new Edit.Recover(Cast.Recovered, FactorKind.Totp, "new phone"),
        ],
        Element.Guardian =>
        [
            new Edit.RemoveGuardian(Cast.Guardian), new Edit.AddGuardian(Cast.NewGuardian, "friend", "f@example.org"),
        ],
        Element.Channel =>
        [
            new Edit.RemoveChannel(Cast.Mail),
            new Edit.AddChannel(Cast.NewMail, ChannelKind.Email, "x@example.org"),
            new Edit.SetAlerts(Cast.Mail, null, false, null), new Edit.SetAlerts(Cast.Mail, 50, true, Cast.Night),
        ],
        Element.Hold =>
        [
            new Edit.SetHold(Element.Destination, TimeSpan.FromHours(48), null),
            new Edit.SetHold(Element.Withdraw, TimeSpan.FromHours(48), null),
        ],
        Element.Allowance => [new Edit.SetAllowance(50), new Edit.SetAllowance(1000)],
        Element.Challenge => [new Edit.SetChallenge(null), new Edit.SetChallenge(500)],
        Element.Settling => [new Edit.SetSettling(TimeSpan.FromDays(7))],
        Element.Freeze => [new Edit.LiftFreeze(null)],
        Element.Join => [new Edit.Join()],
        _ => throw new InvalidOperationException($"no expansion of {element}"),
    };

    public static Edit[] Reducing(Element element) => element switch
    {
        Element.Read => [new Edit.Revoke(Cast.Reader, "read")],
        Element.Trade => [new Edit.Revoke(Cast.Reader, "trade")],
        Element.Transfer => [new Edit.Revoke(Cast.Bot, "transfer")],
        Element.Withdraw => [new Edit.Revoke(Cast.Reader, "withdraw"), new Edit.Revoke(Cast.Bot, "withdraw")],
        Element.Manage => [new Edit.Revoke(Cast.Reader, "manage")],
        Element.Source =>
        [
            new Edit.RemoveSource(Cast.Bot, Cast.AwaySource), new Edit.AddSource(Cast.Bot, Cast.HomeSource),
        ],
        Element.Expiry => [new Edit.SetExpiry(Cast.Bot, Cast.Sooner), new Edit.SetExpiry(Cast.Bot, Cast.Expires)],
        Element.Credential =>
        [
            new Edit.SuspendKey(Cast.Bot), new Edit.RemoveCredential(Cast.Bot, "c1"), new Edit.RemoveKey(Cast.Fresh),
        ],
        Element.Destination => [new Edit.RemoveDestination("USDT", "TRON", Cast.Away, null)],
        Element.Limit =>
        [
            new Edit.SetLimit("USDT", null, Cast.LimitPeriod, 100, null),
            new Edit.SetLimit("USDT", null, Cast.LimitPeriod, 40, Hours24),
        ],
        Element.Factor => [new Edit.RemoveFactor(Cast.NewTotp), new Edit.RemoveFactor(Cast.Platform)],
        Element.Guardian => [new Edit.RemoveGuardian(Cast.NewGuardian)],
        Element.Channel =>
        [
            new Edit.RemoveChannel(Cast.NewMail),
            new Edit.SetAlerts(Cast.Mail, 100, true, Cast.ShortNight), new Edit.SetAlerts(Cast.Mail, 50, true, null),
        ],
        Element.Hold =>
        [
            new Edit.SetHold(Element.Destination, TimeSpan.FromHours(72), null),
            new Edit.SetHold(Element.Withdraw, TimeSpan.FromHours(96), Hours24),
        ],
        Element.Allowance => [new Edit.SetAllowance(40)],
        Element.Challenge => [new Edit.SetChallenge(20)],
        Element.Settling => [new Edit.SetSettling(TimeSpan.FromDays(8))],
        Element.Freeze or Element.Join => [],
        _ => throw new InvalidOperationException($"no reduction of {element}"),
    };

    /// <summary>What the account holds before the attacker comes, so that there is something of this element to weaken.</summary>
    public static Edit[] Opening(Element element) => element switch
    {
        Element.Expiry => [new Edit.SetExpiry(Cast.Bot, Cast.Expires)],
        Element.Limit => [new Edit.SetLimit("USDT", null, Cast.LimitPeriod, 1000, null)],
        Element.Hold => [new Edit.SetHold(Element.Destination, TimeSpan.FromHours(72), null)],
        Element.Allowance => [new Edit.SetAllowance(40)],
        Element.Challenge => [new Edit.SetChallenge(100)],
        Element.Settling => [new Edit.SetSettling(TimeSpan.FromDays(8))],
        Element.Channel => [new Edit.SetAlerts(Cast.Mail, 100, true, null)],
        Element.Read => [new Edit.SetHold(Element.Read, TimeSpan.FromHours(48), null)],
        Element.Trade or Element.Transfer or Element.Withdraw or Element.Manage or Element.Source
            or Element.Credential or Element.Destination or Element.Factor or Element.Guardian or Element.Freeze or Element.Join => [],
        _ => throw new InvalidOperationException($"no opening for {element}"),
    };
}
