using Holdfast.Domain.Orders;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Attacks.Tests.Orders;

/// <summary>One order of a script, and the market at that moment.</summary>
/// <param name="Fair">What one unit of the base is worth, whatever the platform reports.</param>
/// <param name="Reported">Null: no price is reported.</param>
internal sealed record DrainStep(
    string Account, Pair Pair, Side Side, decimal? Price, Trigger? Trigger, decimal Amount, decimal Leverage,
    decimal Fair, decimal? Reported, decimal Volume, bool IsSpend = false)
{
    /// <summary>What the victim can lose by it, told without the code under test: on a thin pair all, else what is beyond the band.</summary>
    public decimal Loses()
    {
        // whoever sells without a bound until he has a sum gives all that he has
        if (IsSpend) return Side == Side.Sell ? decimal.MaxValue / 1_000_000m : Amount * Fair * Leverage;
        var size = Amount * Leverage;
        var thin = Volume < 1_000_000m;
        if (Side == Side.Buy)
        {
            var pays = Price ?? 1_000_000m;
            var buysAt = StandsAt(Math.Min);
            return thin ? size * pays : pays <= buysAt * 1.05m ? 0m : size * (pays - buysAt);
        }
        var sellsAt = StandsAt(Math.Max);
        var gets = Price ?? 0m;
        return thin ? size * sellsAt : gets >= sellsAt * 0.95m ? 0m : size * (sellsAt - gets);
    }

    private decimal StandsAt(Func<decimal, decimal, decimal> worse) => Trigger switch
    {
        null => Fair,
        { Moves: null } => worse(Fair, Trigger.Price),
        { Moves: Moves.Rises } => Math.Max(Fair, Trigger.Price),
        { Moves: Moves.Falls } => Math.Min(Fair, Trigger.Price),
        _ => throw new InvalidOperationException(),
    };

    public OrderRequest Order(string id, Via via) => new(id, Account, Pair, Side, Price, Trigger, IsSpend ? null : Amount, IsSpend ? Amount * Fair : null, Leverage, via);
}

/// <summary>A way to give an account away by trading, with all its parameters in its name.</summary>
internal sealed record DrainScript(string Name, bool YoungKey, DrainStep[] Steps);
