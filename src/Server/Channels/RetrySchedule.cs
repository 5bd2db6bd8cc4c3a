namespace Holdfast.Server.Channels;

/// <summary>
/// The pauses between attempts, those that Standard Webhooks 1.0.0 recommends: ten attempts over more than 75 hours.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>A pause that the other side asks for is respected up to this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>The pause after so many attempts; null when there is no other.</summary>
    /// <param name="attempts">Attempts made, at least 1.</param>
    /// <param name="jitter">0 to 1, chosen by the caller: spreads the pause by a tenth either way.</param>
    public static TimeSpan? After(int attempts, double jitter, TimeSpan? notBefore = null)
    {
        if (attempts > Pauses.Length) return null;
        var pause = Pauses[attempts - 1] * (0.9 + (0.2 * jitter));
        var asked = notBefore > Longest ? Longest : notBefore;
        return asked > pause ? asked : pause;
    }
}
