using System.Diagnostics;
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

    /// <summary>Clocks that agree to this are taken to agree, and so much of a gap is never counted: watches may be wrong by it.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>Two clocks are read one after the other, in whole milliseconds.</summary>
    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider time;
    private readonly Func<BootClock> boot;
    private readonly Lock gate = new();
    private readonly long started;
    private Instant from, agreed;
    private Instant? unvouched;
    private TimeSpan advanced, apart;
    private long last;

    public InstallationClock(TimeProvider time, Func<BootClock> boot, string? mark)
    {
        (this.time, this.boot) = (time, boot);
        started = time.GetTimestamp();
        if (ClockMark.Parse(mark) is not { } before)
        {
            from = agreed = System();
            return;
        }
        (advanced, apart) = (before.Advanced, before.Apart);
        var known = before.Sure;
        var here = boot();
        var sameBoot = here.Id.Length > 0 && string.Equals(before.BootId, here.Id, StringComparison.Ordinal)
            && here.Elapsed >= before.BootElapsed;
        if (sameBoot) known += here.Elapsed - before.BootElapsed;
        from = agreed = known;
        var gap = Ahead(known);
        Behind = gap > Tolerance ? gap : TimeSpan.Zero;
        // a gap that nobody vouched for stays a part of the one after the next restart; where one shows within a boot the machine
        // may have slept at any time since the mark
        unvouched = before.Unvouched ?? (gap.Duration() > Tolerance ? before.Sure : sameBoot ? null : known);
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

    /// <summary>Both readings, of one moment.</summary>
    public (Instant Sure, Instant Wall) Read()
    {
        var sure = Sure();
        return (sure, Instant.Max(sure, System() + advanced));
    }

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

    /// <summary>
    /// What the clock showed before the first gap that nobody vouched for, and the gap that a trusted source may vouch for now:
    /// never more than the system's clock shows by now, for it may have been wrong at the start, and less by what the watches of those
    /// who vouch may be wrong. Null where there is none.
    /// </summary>
    public (Instant From, TimeSpan Gap)? Unvouched
    {
        get
        {
            var now = Ahead(Sure());
            var gap = (now < Behind ? now : Behind) - Tolerance;
            return gap > TimeSpan.Zero && unvouched is { } since ? (since, gap) : null;
        }
    }

    /// <summary>A trusted source vouched for the gap.</summary>
    public void CatchUp(TimeSpan gap)
    {
        lock (gate)
        {
            from += gap;
            // what is left of it, because the system's clock was wrong at the start, stays unvouched
            var left = Ahead(Sure());
            Behind = left > Tolerance + Reading ? left : TimeSpan.Zero;
            if (Behind > TimeSpan.Zero) return;
            (unvouched, agreed) = (null, Sure());
            if (left > TimeSpan.Zero) apart += left;
        }
    }

    /// <summary>What a restart continues from.</summary>
    public string Mark()
    {
        lock (gate)
        {
            var (sure, here) = (Sure(), boot());
            // the machine slept, or its clock was set and may hide that it slept: what a restart finds missing went missing since they agreed
            if ((Ahead(sure) - Behind).Duration() > Tolerance) unvouched ??= agreed;
            else agreed = sure;
            return new ClockMark(sure, advanced, here.Id, here.Elapsed, unvouched, apart).ToString();
        }
    }

    /// <summary>Writes what a restart continues from.</summary>
    public ValueTask MarkAsync(ILog log) => log.SetMetaAsync(MarkName, Mark());

    public static string? LastMark(ILog log) => log.Meta(MarkName);

    /// <summary>How far the system's clock is ahead of a reading, but for what is not counted for good.</summary>
    private TimeSpan Ahead(Instant sure) => System() + advanced - apart - sure;

    private Instant System() => new(time.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>The boot that the machine runs since, and for how long it was awake in it.</summary>
internal sealed record BootClock(string Id, TimeSpan Elapsed)
{
    /// <summary>
    /// Reads Linux's boot id and its monotonic clock, which all programs of a boot share. It leaves out sleep, as a running server
    /// does: what began after a sleep must not age by it when the server starts anew. A machine without a boot id vouches for nothing.
    /// </summary>
    public static BootClock Read()
    {
        const string Id = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Id) ? new BootClock(File.ReadAllText(Id).Trim(), Stopwatch.GetElapsedTime(0)) : new BootClock("", TimeSpan.Zero);
    }
}
