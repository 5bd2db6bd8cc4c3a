namespace Holdfast.Storage.Sqlite;

/// <summary>Settings of the embedded log; the defaults are meant to be used.</summary>
public sealed record SqliteLogOptions
{
    /// <summary>Dates checkpoints.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Events after which the index tail in memory becomes a run on disk.</summary>
    public int FlushEvery { get; init; } = 20_000;

    /// <summary>The most that passes from an event to the checkpoint that covers it.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes of write-ahead log after which the writer moves it into the database.</summary>
    public long WalBytes { get; init; } = 16 << 20;

    /// <summary>What an older log is brought to.</summary>
    internal LogFormat Format { get; init; } = LogFormat.Now;
}
