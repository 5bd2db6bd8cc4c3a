namespace Holdfast.Server.Channels;

/// <summary>
/// When the next attempt is due. The pauses are those that Standard Webhooks recommends: ten attempts over 75 h 35 min.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>The longest wait that a receiver may ask for.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromHours(24);

    /// <summary>Jitter only lengthens, so that the whole schedule always spans more than 75 h.</summary>
    private const double LargestJitter = 0.1;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    public static int Attempts => Pauses.Length;

    /// <summary>The pause before the next attempt, or null when all attempts are spent.</summary>
    /// <param name="made">How many attempts were made; 0 before the first one, which is due immediately.</param>
    /// <param name="jitter">A random number from 0 to 1 that spreads the attempts of many.</param>
    /// <param name="asked">What the receiver asked for with `Retry-After`: counts when longer, up to a day.</param>
    public static TimeSpan? After(int made, double jitter, TimeSpan? asked = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(made);
        ArgumentOutOfRangeException.ThrowIfLessThan(jitter, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jitter, 1);
        if (made >= Pauses.Length) return null;
        var pause = Pauses[made] * (1 + LargestJitter * jitter);
        var wish = asked > LongestAsked ? LongestAsked : asked;
        return wish > pause ? wish : pause;
    }
}
