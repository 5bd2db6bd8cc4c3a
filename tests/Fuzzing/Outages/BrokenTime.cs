using System.Diagnostics;

namespace Holdfast.Fuzzing.Tests.Outages;

/// <summary>The machine's clocks, which throw, stand still, or step.</summary>
internal sealed class BrokenTime : TimeProvider
{
    private long stood;

    public bool Throws { get; set; }

    /// <summary>Of the wall clock alone.</summary>
    public TimeSpan Step { get; set; }

    public bool Frozen
    {
        get => stood != 0;
        set => stood = value ? Stopwatch.GetTimestamp() : 0;
    }

    public override DateTimeOffset GetUtcNow() => Throws ? throw new IOException("planted") : DateTimeOffset.UtcNow + Step;

    public override long GetTimestamp() => Throws ? throw new IOException("planted") : Frozen ? stood : Stopwatch.GetTimestamp();
}
