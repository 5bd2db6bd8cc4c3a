using Holdfast.Domain.Accounts;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Storage;

namespace Holdfast.Server.Deliveries;

/// <summary>Where to begin to read a log of which nothing was delivered from here: not with what is years old.</summary>
internal static class Beginning
{
    /// <summary>Nothing that was told before this waits any more: the longest hold, and how long nobody may be told.</summary>
    public static readonly TimeSpan Useless = Policy.Longest + Maturing.NobodyTold;

    /// <summary>The position after the last event that is surely from before a time; events stand in the order of their times, or nearly so.</summary>
    public static long After(ILog log, Instant time)
    {
        var (low, high) = (0L, log.Head);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (log.ReadAt(middle) is { } stored && stored.At < time.Milliseconds) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
