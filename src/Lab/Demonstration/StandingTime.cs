namespace Holdfast.Lab.Demonstration;

/// <summary>
/// A clock that stands: in the demonstration time passes only through `POST /sandbox/clock`, so that a play can be at
/// exactly the last millisecond of a hold, and every run is the same.
/// </summary>
internal sealed class StandingTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => 0;
}
