using System.Globalization;
using Holdfast.Domain.Time;
using Holdfast.Storage;

namespace Holdfast.Server.Clocks;

/// <summary>
/// The two readings of DESIGN section 3. <see cref="Sure"/> never runs ahead of what is known to have passed: the last
/// durable time plus the monotonic time since. <see cref="Wall"/> is the later of that and the system's clock.
/// </summary>
internal sealed class InstallationClock
{
    public const string MarkName = "clock";

    private readonly TimeProvider time;
    private readonly Func<BootClock> boot;
    private readonly Lock gate = new();
    private readonly long started;
    private Instant from;
    private TimeSpan advanced;
    private long last;

    public InstallationClock(TimeProvider time, Func<BootClock> boot, string? mark)
    {
        (this.time, this.boot) = (time, boot);
        started = time.GetTimestamp();
        var system = System();
        if (ClockMark.Parse(mark) is not { } before)
        {
            from = system;
            return;
        }
        advanced = before.Advanced;
        var known = before.Sure;
        var here = boot();
        if (here.Id.Length > 0 && string.Equals(before.BootId, here.Id, StringComparison.Ordinal)
            && here.Elapsed >= before.BootElapsed)
            known += here.Elapsed - before.BootElapsed;
        from = known;
        var gap = system + advanced - known;
        Behind = gap > TimeSpan.FromSeconds(2) ? gap : TimeSpan.Zero;
    }

    /// <summary>How far <see cref="Sure"/> is behind the system's clock because nobody vouched for the gap of a restart.</summary>
    public TimeSpan Behind { get; private set; }

    /// <summary>What the test clock was moved by.</summary>
    public TimeSpan Advanced => advanced;

    /// <summary>What loosens with time reads this: holds, settling, rolling sums. Never goes back.</summary>
    public Instant Sure()
    {
        lock (gate)
        {
            var now = (from + time.GetElapsedTime(started)).Milliseconds;
            last = Math.Max(last, now);
            return new Instant(last);
        }
    }

    /// <summary>What tightens with time reads this: expiry, codes, permits.</summary>
    public Instant Wall() => Instant.Max(Sure(), System() + advanced);

    /// <summary>A time as people are shown it: moved by what the clock is behind.</summary>
    public Instant Shown(Instant at) => at == Instant.Never ? at : at + Behind;

    /// <summary>Moves the test clock of a sandbox; false where it would run beyond what a request may name.</summary>
    public bool Advance(TimeSpan by)
    {
        lock (gate)
        {
            if (new Instant(last) + by > Instant.Latest) return false;
            from += by;
            advanced += by;
            return true;
        }
    }

    /// <summary>A trusted source vouched for the gap.</summary>
    public void CatchUp()
    {
        lock (gate)
        {
            from += Behind;
            Behind = TimeSpan.Zero;
        }
    }

    /// <summary>Writes what a restart continues from.</summary>
    public async ValueTask MarkAsync(ILog log)
    {
        var here = boot();
        await log.SetMetaAsync(MarkName, new ClockMark(Sure(), advanced, here.Id, here.Elapsed).ToString());
    }

    public static string? LastMark(ILog log) => log.Meta(MarkName);

    private Instant System() => new(time.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>The boot that the machine runs since, and for how long, sleep included.</summary>
internal sealed record BootClock(string Id, TimeSpan Elapsed)
{
    /// <summary>Reads Linux's boot id and uptime; a machine without them vouches for nothing.</summary>
    public static BootClock Read()
    {
        const string Id = "/proc/sys/kernel/random/boot_id", Uptime = "/proc/uptime";
        if (!File.Exists(Id) || !File.Exists(Uptime)) return new BootClock("", TimeSpan.Zero);
        var seconds = File.ReadAllText(Uptime).Split(' ')[0];
        return new BootClock(
            File.ReadAllText(Id).Trim(), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
    }
}
