using Holdfast.Domain.Orders;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Attacks.Tests.Orders;

/// <summary>One order of a script, and the market at that moment.</summary>
/// <param name="Fair">What one unit of the base is worth, whatever the platform reports.</param>
/// <param name="Reported">Null: no price is reported.</param>
internal sealed record DrainStep(
    string Account, Pair Pair, Side Side, decimal? Price, decimal? Trigger, decimal Amount, decimal Leverage,
    decimal Fair, decimal? Reported, decimal Volume)
{
    /// <summary>What the victim can lose by it, told without the code under test: on a thin pair all, else what is beyond the band.</summary>
    public decimal Loses()
    {
        var size = Amount * Leverage;
        var thin = Volume < 1_000_000m;
        if (Side == Side.Buy)
        {
            var pays = Price ?? 1_000_000m;
            var buysAt = Math.Min(Fair, Trigger ?? Fair);
            return thin ? size * pays : pays <= buysAt * 1.05m ? 0m : size * (pays - buysAt);
        }
        var sellsAt = Math.Max(Fair, Trigger ?? Fair);
        var gets = Price ?? 0m;
        return thin ? size * sellsAt : gets >= sellsAt * 0.95m ? 0m : size * (sellsAt - gets);
    }

    public OrderRequest Order(string id, Via via) => new(id, Account, Pair, Side, Price, Trigger, Amount, Leverage, via);
}

/// <summary>A way to give an account away by trading, with all its parameters in its name.</summary>
internal sealed record DrainScript(string Name, bool YoungKey, DrainStep[] Steps);
