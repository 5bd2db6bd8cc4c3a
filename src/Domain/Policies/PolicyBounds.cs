using System.Text.RegularExpressions;

namespace Holdfast.Domain.Policies;

/// <summary>The shortest and the longest that a span of the policy may be.</summary>
public sealed record SpanBound(TimeSpan Least, TimeSpan Most);

/// <summary>What a policy may hold; reader and schema both follow these.</summary>
public static partial class PolicyBounds
{
    public static readonly SpanBound StrongEvidenceHold = new(Policy.HoldFloor, Policy.Longest);

    public static readonly SpanBound Settling = new(TimeSpan.FromDays(1), Policy.Longest);

    public static readonly SpanBound EvidenceSpan = new(TimeSpan.FromHours(1), Policy.Longest);

    public static readonly SpanBound SessionFactorAge = new(TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));

    public static readonly SpanBound PriceAge = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));

    public static readonly SpanBound PriceOutage = new(TimeSpan.Zero, TimeSpan.FromHours(24));

    /// <summary>Past this an order may give half of itself away.</summary>
    public const decimal MostOrderBand = 0.5m;

    /// <summary>An asset or a currency, and a kind of signal, as regular expressions without anchors.</summary>
    public const string Asset = "[A-Za-z0-9][A-Za-z0-9._$-]{0,31}", SignalKind = "[a-z][A-Za-z0-9]{0,63}";

    /// <summary>Only `read` and `trade` may do without a hold.</summary>
    public static SpanBound Hold(Element element) =>
        new(element is Element.Read or Element.Trade ? TimeSpan.Zero : Policy.HoldFloor, Policy.Longest);

    internal static bool IsAsset(string? name) => name is not null && AssetName().IsMatch(name);

    internal static bool IsSignalKind(string? name) => name is not null && SignalKindName().IsMatch(name);

    [GeneratedRegex(@"\A" + Asset + @"\z", RegexOptions.NonBacktracking)]
    private static partial Regex AssetName();

    [GeneratedRegex(@"\A" + SignalKind + @"\z", RegexOptions.NonBacktracking)]
    private static partial Regex SignalKindName();
}
