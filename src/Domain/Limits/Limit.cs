using System.Text.Json.Serialization;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Limits;

/// <summary>Most that may leave in a rolling period, of one asset or in a quote currency.</summary>
public sealed record Limit
{
    public string? Asset { get; init; }

    public string? Currency { get; init; }

    [JsonConverter(typeof(SpanJson))]
    public required TimeSpan Period { get; init; }

    /// <summary>
    /// Oldest first with growing amounts: what each raise added. A withdrawal needs the oldest layer that suffices.
    /// A removed limit ends in a layer without an amount.
    /// </summary>
    public required LimitLayer[] Layers { get; init; }

    /// <summary>A lower amount laid over it, with its own end.</summary>
    public LimitOverlay? Overlay { get; init; }

    public bool Is(string? asset, string? currency, TimeSpan period) =>
        Period == period && string.Equals(Asset, asset, StringComparison.Ordinal)
        && string.Equals(Currency, currency, StringComparison.Ordinal);

    /// <summary>The amount that rules; null when the limit was removed.</summary>
    public decimal? AmountAt(Instant at) =>
        Overlay is { } o && at <= o.Ends ? Math.Min(o.Amount, Layers[^1].Amount ?? o.Amount) : Layers[^1].Amount;
}

/// <summary>One amount of a limit; null is no bound.</summary>
public readonly record struct LimitLayer(decimal? Amount, long Since)
{
    /// <summary>The age of what a new limit leaves: before it there was no bound at all.</summary>
    public const long Always = long.MinValue / 4;
}

/// <summary>A temporary, lower amount.</summary>
public sealed record LimitOverlay(decimal Amount, Instant Ends);
