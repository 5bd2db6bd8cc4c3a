namespace Holdfast.Domain.Time;

/// <summary>
/// Counts how long an owner's parts have aged. It stands still while something pauses it, so an age is not a time:
/// <see cref="At"/> and <see cref="WhenReached"/> translate.
/// </summary>
/// <param name="From">The time at which <paramref name="Age"/> was read.</param>
/// <param name="Age">Milliseconds of ageing at <paramref name="From"/>.</param>
/// <param name="PausedUntil">The clock stands from <paramref name="From"/> until then; earlier than it when it runs.</param>
public readonly record struct AgeClock(Instant From, long Age, Instant PausedUntil)
{
    public static AgeClock StartingAt(Instant at) => new(at, 0, at);

    /// <summary>The age in milliseconds at a time that is not before <see cref="From"/>.</summary>
    public long At(Instant at)
    {
        var running = Instant.Max(From, PausedUntil);
        return at <= running ? Age : Age + (at.Milliseconds - running.Milliseconds);
    }

    public bool IsPausedAt(Instant at) => PausedUntil > at;

    /// <summary>The last time at which the clock shows `age` if nothing else pauses it; <see cref="Instant.Never"/> when it stands for good.</summary>
    public Instant WhenReached(long age)
    {
        if (age < Age) return new Instant(From.Milliseconds - (Age - age));
        if (PausedUntil == Instant.Never) return Instant.Never;
        return new Instant(Instant.Max(From, PausedUntil).Milliseconds + (age - Age));
    }

    /// <summary>The same clock read anew at `at`, standing until `pausedUntil`.</summary>
    public AgeClock RebasedAt(Instant at, Instant pausedUntil) => new(at, At(at), pausedUntil);
}

/// <summary>Which pauses hold an expansion up (DESIGN 5.1 and 5.3): a freeze stops all but what undoes it.</summary>
public enum ClockKind
{
    /// <summary>Stands under a freeze and while a recovery or a reset waits.</summary>
    Ordinary,

    /// <summary>Lifting a freeze and removing a say: stands only while a recovery or a reset waits.</summary>
    Release,

    /// <summary>Resetting factors: stands only under a freeze.</summary>
    Reset,

    /// <summary>Recovery: nothing stops it.</summary>
    Recovery,
}
