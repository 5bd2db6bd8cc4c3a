using System.Diagnostics;

namespace Holdfast.Server.Tests.Harness;

/// <summary>The system's time with a hand on it: the wall clock steps by itself, or real time passes for both clocks.</summary>
public sealed class MovableTime : TimeProvider
{
    private TimeSpan wall, passed;

    public void StepWall(TimeSpan by) => wall += by;

    public void Pass(TimeSpan by) => passed += by;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + wall + passed;

    public override long GetTimestamp() => Stopwatch.GetTimestamp() + (long)(passed.TotalSeconds * Stopwatch.Frequency);
}
