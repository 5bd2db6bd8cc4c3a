using System.Globalization;
using Holdfast.Server.Clocks;
using Holdfast.Storage;

namespace Holdfast.Server.Gate;

/// <summary>
/// The time up to which a request at the gate may have been signed, written each second before any later one is taken. A start takes
/// nothing that was signed up to it, wherever the clock has gone meanwhile.
/// </summary>
internal sealed class SignedMark(ILog log, InstallationClock clock, ReplayWindow replays)
{
    private const string MarkName = "gate";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Ahead = TimeSpan.FromSeconds(3);

    /// <summary>What a start refuses: all that was signed up to here. Milliseconds since 1970.</summary>
    public static long From(ILog log, InstallationClock clock) => Math.Max(
        clock.Wall().Milliseconds, long.TryParse(log.Meta(MarkName), NumberStyles.None, CultureInfo.InvariantCulture, out var mark) ? mark : 0);

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every);
        do await MarkAsync();
        while (await timer.WaitForNextTickAsync(stop));
    }

    public async ValueTask MarkAsync()
    {
        var next = (clock.Wall() + Ahead).Milliseconds;
        if (next <= replays.UpTo) return;
        try
        {
            await log.SetMetaAsync(MarkName, next.ToString(CultureInfo.InvariantCulture));
        }
        catch (LogUnavailableException)
        {
            // what is aged goes on for a while without the log; only a clock that is set back before the next start could show it again
        }
        replays.UpTo = next;
    }
}
