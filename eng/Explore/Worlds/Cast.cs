using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;

namespace Holdfast.Explore.Worlds;

/// <summary>Everybody and everything that the model knows, by name. The domains are small on purpose.</summary>
internal static class Cast
{
    public const string Account = "a1", Second = "a2";

    /// <summary>The owner's own aged key, one of his that may only read, and one that the attacker has made.</summary>
    public const string Bot = "k1", Reader = "k2", Fresh = "k3";

    public const string Home = "T-home", Away = "T-away";

    public const string OwnTotp = "t1", NewTotp = "tX", Recovered = "rX", Platform = "platform";

    public const string Guardian = "g1", NewGuardian = "g2";

    public const string Mail = "c1", NewMail = "c2";

    public const string OwnersFreeze = "f-owner", OwnersWeekFreeze = "f-owner-week", GuardiansFreeze = "f-guardian";

    public static readonly string[] Keys = [Bot, Reader, Fresh];

    public static readonly string[] Powers = ["read", "trade", "transfer", "withdraw", "manage", "earn"];

    public static readonly Source HomeSource = Parse("198.51.100.7/32"), AwaySource = Parse("203.0.113.9/32");

    public static readonly Ip HomeIp = new(HomeSource.First), AwayIp = new(AwaySource.First);

    public static readonly By Owner = new(ByKind.Owner, "o1"), Staff = new(ByKind.Staff, "m1");

    public static readonly By[] Guardians = [new(ByKind.Guardian, Guardian), new(ByKind.Guardian, NewGuardian)];

    /// <summary>When the account was opened, and when the attacker comes.</summary>
    public static readonly Instant Opened = new(1_893_456_000_000), Begins = Opened + TimeSpan.FromDays(60);

    /// <summary>When the owner's key expires where expiry is in the model, and two other choices.</summary>
    public static readonly Instant Expires = Begins + TimeSpan.FromDays(20), Later = Begins + TimeSpan.FromDays(40),
        Sooner = Begins + TimeSpan.FromDays(3);

    /// <summary>One night within the other, so that longer means quieter.</summary>
    public static readonly QuietHours Night = new("22:00", "07:00", "Europe/Berlin"), ShortNight = new("23:00", "06:00", "Europe/Berlin");

    public static readonly TimeSpan LimitPeriod = TimeSpan.FromHours(24);

    private static Source Parse(string text) =>
        Source.TryParse(text, out var source) ? source : throw new InvalidOperationException(text);
}
