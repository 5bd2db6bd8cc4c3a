using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Holdfast.Storage.Sqlite;

/// <summary>What the log says of itself through <see cref="Meter"/>; next to nothing is done while nobody listens.</summary>
internal sealed class LogMeter : IDisposable
{
    /// <summary>To be listened to by this name.</summary>
    public const string Name = "Holdfast.Log";

    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _append;
    private readonly Histogram<double> _commit;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _snapshots;

    public LogMeter(Ledger ledger)
    {
        _append = _meter.CreateHistogram<double>(
            "holdfast.log.append.duration", "s", "From the asking to the disk.", advice: Seconds);
        _commit = _meter.CreateHistogram<double>(
            "holdfast.log.commit.duration", "s", "One transaction of the writer, its sync included.", advice: Seconds);
        _batch = _meter.CreateHistogram<int>("holdfast.log.batch.size", "{append}", "What one transaction held.");
        _snapshots = _meter.CreateCounter<long>("holdfast.log.snapshots", "{snapshot}", "Snapshots handed to the writer.");
        _meter.CreateObservableGauge("holdfast.log.queue.depth", () => ledger.Waiting, "{append}", "What waits for the writer.");
    }

    private static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    };

    public long StartAppend() => _append.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void EndAppend(long started)
    {
        if (started != 0) _append.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    public long StartCommit() => _commit.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void EndCommit(long started, int batch)
    {
        if (started == 0) return;
        _commit.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        _batch.Record(batch);
    }

    public void Snapshot() => _snapshots.Add(1);

    public void Dispose() => _meter.Dispose();
}
