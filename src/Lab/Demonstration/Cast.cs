namespace Holdfast.Lab.Demonstration;

/// <summary>Addresses of everybody in the play; the networks are those that RFC 5737 keeps for documentation.</summary>
internal static class Cast
{
    public const string BotServer = "198.51.100.10", NewServer = "198.51.100.77", Home = "192.0.2.23", CallerIp = "203.0.113.66";

    /// <summary>The address that the owner has always withdrawn to.</summary>
    public static readonly Place Own = new("ETHEREUM", "0xc01dc01dc01dc01dc01dc01dc01dc01dc01dc01d");

    public static readonly Place OwnNew = new("ETHEREUM", "0x5afe5afe5afe5afe5afe5afe5afe5afe5afe5afe");

    public static readonly Place Callers = new("ETHEREUM", "0xbadbadbadbadbadbadbadbadbadbadbadbadbadb");

    /// <summary>Exits without a chain, all the caller's.</summary>
    public static readonly Place[] SideDoors =
    [
        new("INTERNAL", "the-callers-account"), new("FIAT", "DE02120300000000202051"), new("GIFTCARD", "caller@example.net"),
        new("PAYMENT", "a-shop-of-the-caller"),
    ];

    /// <summary>Whether an address, in whatever case, is the owner's.</summary>
    public static bool IsOwn(string address) =>
        address.Equals(Own.Address, StringComparison.OrdinalIgnoreCase) || address.Equals(OwnNew.Address, StringComparison.OrdinalIgnoreCase);
}
