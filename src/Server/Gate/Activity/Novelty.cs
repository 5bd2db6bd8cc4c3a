namespace Holdfast.Server.Gate.Activity;

/// <summary>What of one use of a key was not seen of it before.</summary>
[Flags]
internal enum Novelty
{
    None = 0,

    /// <summary>An address of a network that is known. A sighting, and no signal.</summary>
    Source = 1,

    Network = 2,

    /// <summary>A new network that belongs to a VPN, a data centre or Tor.</summary>
    Anonymous = 4,

    Permission = 8,

    Endpoint = 16,

    Hour = 32,

    Rate = 64,

    /// <summary>Two networks take turns, one of which is new.</summary>
    TwoPlaces = 128,

    /// <summary>Power that came into force only lately.</summary>
    YoungPower = 256,

    /// <summary>The first use on a day; it is only written down.</summary>
    Day = 512,
}

/// <summary>The kinds of signals that activity comes to, by the names under which a policy may weigh them.</summary>
internal static class Novelties
{
    public static readonly (Novelty Is, string Kind)[] Signals =
    [
        (Novelty.Network, "keyNewNetwork"), (Novelty.Anonymous, "keyAnonymousNetwork"), (Novelty.Permission, "keyNewPermission"),
        (Novelty.Endpoint, "keyNewEndpoint"), (Novelty.Hour, "keyUnusualHour"), (Novelty.Rate, "keyUnusualRate"),
        (Novelty.TwoPlaces, "keyTwoPlaces"), (Novelty.YoungPower, "keyYoungPower"),
    ];
}
