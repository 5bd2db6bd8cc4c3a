using Holdfast.Domain.Tests;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Attacks.Tests;

/// <summary>What the caller gets out, however often he tries.</summary>
internal static class Thief
{
    public static void GetsNothing(Given given, decimal amount, string to = "home", Via? via = null) =>
        Assert.NotEqual(Decision.Allow, given.Withdraw(given.Request(amount, to, via: via)).Decision);

    /// <summary>Tries all sizes, many times, over the 48 h; the customer approves nothing here.</summary>
    public static void GetsAtMostTheAllowance(Given given, string to = "thief", Via? via = null)
    {
        var taken = Takes(given, to, via);
        Assert.InRange(taken, 0, given.Policy.Allowance);
    }

    public static decimal Takes(Given given, string to = "thief", Via? via = null, string account = Given.Alice)
    {
        decimal taken = 0;
        foreach (var amount in (decimal[])[1_000_000, 51, 50, 30, 15, 10, 6, 5, 3, 1, 0.5m, 0.01m])
            for (var i = 0; i < 3; i++)
                if (given.Withdraw(given.Request(amount, to, via: via, account: account)).Decision == Decision.Allow) taken += amount;
        return taken;
    }
}
