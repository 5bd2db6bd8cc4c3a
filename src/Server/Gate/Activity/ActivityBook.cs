using System.Threading.Channels;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;
using Holdfast.Server.Owners;
using Holdfast.Storage;
using Microsoft.Data.Sqlite;

namespace Holdfast.Server.Gate.Activity;

/// <summary>
/// What keys are used for, on its way from the gate to the log and to <see cref="ActivityStore"/>. The gate never waits for it: what
/// there is no room for is counted and gone. Only what was verified and allowed comes here, so nobody makes evidence about a key
/// without having it.
/// </summary>
internal sealed class ActivityBook(OwnerBook owners, ActivityStore store, Networks networks)
{
    public const int Room = 16_384;

    private const int Batch = 512;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Again = TimeSpan.FromSeconds(10);

    private readonly Channel<Sighting> buffer = Channel.CreateBounded<Sighting>(new BoundedChannelOptions(Room) { SingleReader = true });
    private long dropped, failed;

    /// <summary>Sightings that there was no room for.</summary>
    public long Dropped => Volatile.Read(ref dropped);

    /// <summary>Batches that could not be written and are tried again.</summary>
    public long Failed => Volatile.Read(ref failed);

    public int Waiting => buffer.Reader.Count;

    /// <summary>A request that was verified and may go on.</summary>
    public void Saw(GateKey key, Ip ip, MappedRoute? route, bool isYoung, Instant at)
    {
        var found = key.Habit.Used(ip, route?.Permission ?? "", route?.Number ?? -1, isYoung, at.Milliseconds);
        if (found == Novelty.None) return;
        if ((found & Novelty.Network) != Novelty.None && networks.Current.Find(ip) is not null) found |= Novelty.Anonymous;
        if (!buffer.Writer.TryWrite(new Sighting(key, found, at))) Interlocked.Increment(ref dropped);
    }

    /// <summary>What was known of a key before the start.</summary>
    public void Recall(GateKey key)
    {
        try
        {
            if (store.Find(key.Id) is { } saved) key.Habit.TryRestore(saved);
        }
        catch (SqliteException)
        {
            // it learns anew; a gate that waited for this would be worse
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var batch = new List<Sighting>(Batch);
        while (await buffer.Reader.WaitToReadAsync(stop))
        {
            await Task.Delay(Pause, stop);
            while (batch.Count < Batch && buffer.Reader.TryRead(out var seen)) batch.Add(seen);
            while (!await TryWriteAsync(batch)) await Task.Delay(Again, stop);
            batch.Clear();
        }
    }

    /// <summary>Writes all that waits now; for whoever must see it.</summary>
    public async Task WriteAsync()
    {
        var batch = new List<Sighting>();
        while (buffer.Reader.TryRead(out var seen)) batch.Add(seen);
        if (!await TryWriteAsync(batch)) throw new LogUnavailableException("activity can't be written");
    }

    /// <summary>Signals first: one that comes twice after a failure is the same mark, one that never came is none.</summary>
    private async Task<bool> TryWriteAsync(List<Sighting> batch)
    {
        try
        {
            foreach (var seen in batch)
                foreach (var (novelty, kind) in Novelties.Signals)
                    if ((seen.Found & novelty) != Novelty.None) await SignalAsync(seen, kind);
            store.Save([.. batch.Select(s => s.Key).Distinct().Select(key =>
            {
                var saved = new byte[KeyHabit.SavedBytes];
                key.Habit.Save(saved);
                return (key.Id, saved);
            })]);
            return true;
        }
        catch (Exception e) when (e is LogUnavailableException or SqliteException or IOException)
        {
            Interlocked.Increment(ref failed);
            return false;
        }
    }

    private async Task SignalAsync(Sighting seen, string kind)
    {
        var observed = new ObserveSignal(seen.Key.Account, new Signal(kind, seen.At, seen.Key.Id));
        await owners.RunAsync(seen.Key.Owner.Owner, new Command
        {
            Decide = moment => ObserveSignal.Decide(moment.State, observed, moment.Policy, moment.At),
            Answer = (_, _) => new Answered(200, default),
        });
    }

    private readonly record struct Sighting(GateKey Key, Novelty Found, Instant At);
}
