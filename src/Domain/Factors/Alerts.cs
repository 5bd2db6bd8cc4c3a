namespace Holdfast.Domain.Factors;

/// <summary>
/// What a channel is told besides expansions and freezes, which go to all channels at once, at any hour, whatever this says.
/// </summary>
/// <param name="Above">Withdrawals of at least this are told at once; null: only those over young or unknown parts.</param>
/// <param name="Digest">A digest each day.</param>
/// <param name="Quiet">Hours in which alerts wait; null: none.</param>
public sealed record Alerts(decimal? Above, bool Digest, QuietHours? Quiet)
{
    /// <summary>Those of a channel for which nothing else was set.</summary>
    public static readonly Alerts Default = new(null, false, null);

    /// <summary>Whether anything that the other ones tell is told later or not at all by these.</summary>
    public bool TellLessThan(Alerts other) =>
        (Above ?? decimal.MaxValue) > (other.Above ?? decimal.MaxValue)
        || (other.Digest && !Digest)
        || (Quiet is not null && (other.Quiet is null || !Quiet.LieWithin(other.Quiet)));
}

/// <summary>Hours of a day in which alerts wait until their end.</summary>
/// <param name="From">`HH:mm`; the first quiet minute.</param>
/// <param name="To">`HH:mm`; the first minute that is not quiet any more, on the next day where it is earlier than `From`.</param>
/// <param name="Zone">The IANA name of the zone whose clock is meant; only the host knows zones.</param>
public sealed record QuietHours(string From, string To, string Zone)
{
    private const int Day = 24 * 60;

    /// <summary>Whether every quiet minute is one of the other's too. Hours of two zones drift apart, so they never are.</summary>
    public bool LieWithin(QuietHours other) =>
        string.Equals(Zone, other.Zone, StringComparison.Ordinal)
        && Length(other.From, From) + Length(From, To) <= Length(other.From, other.To);

    /// <summary>Minutes since midnight; null for a text that is no `HH:mm`.</summary>
    public static int? Minutes(string text) =>
        text is [>= '0' and <= '2' and var h, >= '0' and <= '9' and var r, ':', >= '0' and <= '5' and var m, >= '0' and <= '9' and var n]
        && (h - '0') * 10 + (r - '0') is < 24 and var hour
            ? (hour * 60) + ((m - '0') * 10) + (n - '0')
            : null;

    private static int Length(string from, string to) => (Day + (Minutes(to) ?? 0) - (Minutes(from) ?? 0)) % Day;
}
