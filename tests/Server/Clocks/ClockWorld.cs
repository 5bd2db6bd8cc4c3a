using Holdfast.Server.Clocks;

namespace Holdfast.Server.Tests.Clocks;

/// <summary>
/// A machine whose clocks can be wrong, beside the time that truly passes. The monotonic clock counts while the machine is awake,
/// from its boot on; the wall's steps, drifts and stands as it likes.
/// </summary>
internal sealed class ClockWorld(Random random) : TimeProvider
{
    private static readonly TimeSpan Decade = TimeSpan.FromDays(3650);

    private TimeSpan monotonic, wallError;
    private double drift;
    private int boots = 1;
    private bool wallStands;

    /// <summary>What truly passed.</summary>
    public TimeSpan Passed { get; private set; }

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Whether the wall shows the true time, to two seconds: what two people see when they look at their watches.</summary>
    public bool WallIsRight => WallError < TimeSpan.FromSeconds(2);

    /// <summary>How far the wall is from the true time, either way.</summary>
    public TimeSpan WallError => wallError.Duration();

    public override DateTimeOffset GetUtcNow() => Start + Passed + wallError;

    public override long GetTimestamp() => monotonic.Ticks;

    public BootClock Boot() => new($"boot-{boots}", monotonic);

    public void Run(TimeSpan span) => Go(span, span);

    /// <summary>The machine sleeps: its monotonic clock stands.</summary>
    public void Sleep(TimeSpan span) => Go(span, TimeSpan.Zero);

    /// <summary>Another boot; the wall may be anything at first.</summary>
    public void Reboot(TimeSpan down)
    {
        Go(down, TimeSpan.Zero);
        boots++;
        monotonic = TimeSpan.Zero;
        if (random.Next(2) == 0) Misset();
    }

    /// <summary>Somebody or something sets the wall to a wrong time.</summary>
    public void Misset() => wallError = random.Next(4) switch
    {
        0 => Decade,
        1 => -Decade,
        2 => TimeSpan.FromSeconds(random.Next(-7200, 7200)),
        _ => -TimeSpan.FromSeconds(1),
    };

    public void Drift() => drift = (random.NextDouble() * 0.2) - 0.1;

    public void Stand() => wallStands = !wallStands;

    /// <summary>The time server is heard again.</summary>
    public void Heal() => (wallError, drift, wallStands) = (TimeSpan.Zero, 0, false);

    private void Go(TimeSpan span, TimeSpan counted)
    {
        Passed += span;
        monotonic += counted;
        wallError += wallStands ? -span : span * drift;
    }
}
