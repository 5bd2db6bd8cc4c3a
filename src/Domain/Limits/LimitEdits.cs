using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Limits;

/// <summary>What edits of limits do once they are in force.</summary>
internal static class LimitEdits
{
    public static OwnerState Set(OwnerState s, Edit.SetLimit e, Instant at, long age)
    {
        var limit = Array.Find(s.Limits, l => l.Is(e.Asset, e.Currency, e.Period));
        if (e.For is { } span)
        {
            var overlay = new LimitOverlay(e.Amount, at + span);
            var under = limit ?? NewLimit(e, null);
            return Replace(s, limit, under with { Overlay = Tighter(under.Overlay, overlay, at) });
        }
        return limit is null
            ? Replace(s, null, NewLimit(e, e.Amount))
            : Replace(s, limit, limit with { Layers = Layered(limit.Layers, e.Amount, age) });
    }

    public static OwnerState Remove(OwnerState s, Edit.RemoveLimit e, long age)
    {
        var limit = Array.Find(s.Limits, l => l.Is(e.Asset, e.Currency, e.Period));
        return limit is null ? s : Replace(s, limit, limit with { Layers = Layered(limit.Layers, null, age) });
    }

    /// <summary>A raise adds a layer; a lower amount takes the age of the oldest layer that reached it.</summary>
    private static LimitLayer[] Layered(LimitLayer[] layers, decimal? amount, long age)
    {
        LimitLayer[] lower = [.. layers.Where(l => l.Amount is { } a && (amount is null || a < amount))];
        var reached = Array.FindIndex(layers, l => l.Amount is null || l.Amount >= amount);
        var since = reached >= 0 && amount is not null ? layers[reached].Since : age;
        LimitLayer[] all = [.. lower, new LimitLayer(amount, since)];
        return all.Length > KeyEdits.MostLayers ? all[^KeyEdits.MostLayers..] : all;
    }

    private static LimitOverlay Tighter(LimitOverlay? old, LimitOverlay fresh, Instant at) =>
        old is null || at > old.Ends || (fresh.Amount <= old.Amount && fresh.Ends >= old.Ends)
            ? fresh
            : new LimitOverlay(Math.Min(old.Amount, fresh.Amount), Instant.Max(old.Ends, fresh.Ends));

    private static Limit NewLimit(Edit.SetLimit e, decimal? amount) => new()
    {
        Asset = e.Asset,
        Currency = e.Currency,
        Period = e.Period,
        Layers = [new LimitLayer(amount, LimitLayer.Always)],
    };

    private static OwnerState Replace(OwnerState s, Limit? old, Limit fresh) => s with
    {
        Limits = old is null
            ? [.. s.Limits, fresh]
            : [.. s.Limits.Select(l => ReferenceEquals(l, old) ? fresh : l)],
    };
}
