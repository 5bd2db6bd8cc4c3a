namespace Holdfast.Signing.Claims;

/// <summary>
/// How old a request may be. A request is fresh from one second before the time that it states until its window has passed;
/// where it states no window, the default counts. All in milliseconds.
/// </summary>
/// <param name="DefaultWindow">As Binance and Bybit have it where the client states none.</param>
/// <param name="LongestWindow">As Binance has it; a longer one is refused, not cut.</param>
/// <param name="LongestToken">From `nbf` to `exp` (Coinbase: tokens are valid for two minutes).</param>
/// <param name="MostAhead">As Binance has it.</param>
public sealed record Freshness(
    long DefaultWindow = 5_000, long LongestWindow = 60_000, long LongestToken = 120_000, long MostAhead = 1_000)
{
    public static Freshness Default { get; } = new();

    /// <summary>For how long a request that states this can be fresh, in milliseconds; the longest where anybody could state another window.</summary>
    public long LifeOf(StatedTime stated) => MostAhead + (stated.IsToken ? LongestToken
        : stated.IsWindowFree ? LongestWindow
        : stated.Window > 0 ? stated.Window : DefaultWindow);

    /// <param name="now">Milliseconds since 1970.</param>
    public Refusal Judge(StatedTime stated, long now)
    {
        if (stated.SignedAt <= 0) return Refusal.TimeMissing;
        if (stated.Window > (stated.IsToken ? LongestToken : LongestWindow)) return Refusal.WindowTooLong;
        if (stated.SignedAt > now + MostAhead) return Refusal.TimeAhead;
        return now < stated.SignedAt + (stated.Window > 0 ? stated.Window : DefaultWindow) ? Refusal.None : Refusal.TimeStale;
    }
}
