using System.Text.Json.Serialization;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Policies;

/// <summary>
/// The figures by which an installation decides. The policy in force is in the log; a file only proposes
/// (DESIGN section 6). Defaults are those of the design, with their sources in the reference.
/// </summary>
public sealed record Policy
{
    /// <summary>What may leave over young or unknown parts counts over this span.</summary>
    public static readonly TimeSpan AllowancePeriod = TimeSpan.FromHours(48);

    /// <summary>No hold but those of `read` and `trade` may be set below this.</summary>
    public static readonly TimeSpan HoldFloor = TimeSpan.FromHours(24);

    /// <summary>The longest hold, settling time or limit period that may be set.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>What was vetoed and is asked again within this waits <see cref="StrongEvidenceHold"/>.</summary>
    public static readonly TimeSpan AskedAgain = TimeSpan.FromDays(7);

    /// <summary>How long a recovery waits.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromDays(14);

    public static readonly Policy Default = new();

    /// <summary>Counts the policies that came into force; the digest of a change names it.</summary>
    public int Version { get; init; }

    /// <summary>The hold of each element, in the order of <see cref="Element"/>.</summary>
    [JsonConverter(typeof(HoldsJson))]
    public TimeSpan[] Holds { get; init; } =
        [.. Elements.All.Select(e => e == Element.Read ? TimeSpan.Zero : TimeSpan.FromHours(48))];

    /// <summary>The hold with strong evidence of a call, and of what is asked again after a veto.</summary>
    [JsonConverter(typeof(SpanJson))]
    public TimeSpan StrongEvidenceHold { get; init; } = TimeSpan.FromHours(96);

    /// <summary>A part is young until it has been in force for longer than this.</summary>
    [JsonConverter(typeof(SpanJson))]
    public TimeSpan Settling { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long evidence weighs, and over which span asked expansions are assessed as one.</summary>
    [JsonConverter(typeof(SpanJson))]
    public TimeSpan EvidenceSpan { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A session whose factor was used longer ago is challenged.</summary>
    [JsonConverter(typeof(SpanJson))]
    public TimeSpan SessionFactorAge { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Most that may leave to what is not in force, or over young parts, in any 48 h.</summary>
    public decimal Allowance { get; init; } = 50m;

    /// <summary>The currency of the allowance, of `value`, and of the owner's own challenge.</summary>
    public string Currency { get; init; } = "USDT";

    /// <summary>The least that one unit of an asset is worth in <see cref="Currency"/>; others count as above the allowance.</summary>
    public SortedDictionary<string, decimal> FloorPrices { get; init; } = new(StringComparer.Ordinal)
    {
        ["DAI"] = 1m,
        ["FDUSD"] = 1m,
        ["PYUSD"] = 1m,
        ["USDC"] = 1m,
        ["USDT"] = 1m,
    };

    /// <summary>What each kind of signal weighs and whom it is about; kinds that are not here weigh nothing.</summary>
    public SortedDictionary<string, SignalWeight> Signals { get; init; } = new(SignalWeight.Defaults, StringComparer.Ordinal);

    /// <summary>Elements whose expansion an aged guardian, where there is one, must approve too.</summary>
    public Element[] GuardianApproves { get; init; } = [];

    /// <summary>The platform tells its customers itself and says so; then its word that it did starts a hold.</summary>
    public bool PlatformTells { get; init; }

    /// <summary>Whether the platform reports prices; without them no order is checked.</summary>
    public PriceSource Prices { get; init; }

    /// <summary>A price older than this is none.</summary>
    [JsonConverter(typeof(SpanJson))]
    public TimeSpan PriceAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For how long aged `trade` goes on without a price.</summary>
    [JsonConverter(typeof(SpanJson))]
    public TimeSpan PriceOutage { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How much worse than the reported price an order may be and count nothing, as a part of one.</summary>
    public decimal OrderBand { get; init; } = 0.05m;

    /// <summary>
    /// How much worse than the market the platform fills a market order at most, as a part of one; null where it fills at any price.
    /// </summary>
    public decimal? MarketBand { get; init; }

    /// <summary>The least that is traded on a pair in 24 h, in its quote asset, for its price to be trusted; others are thin.</summary>
    public SortedDictionary<string, decimal> VolumeFloor { get; init; } = new(StringComparer.Ordinal)
    {
        ["USDC"] = 1_000_000m,
        ["USDT"] = 1_000_000m,
    };

    public TimeSpan Hold(Element element) => Holds[(int)element];
}

/// <summary>Where the prices come from that orders are checked by.</summary>
public enum PriceSource
{
    None,
    Reported,
}
