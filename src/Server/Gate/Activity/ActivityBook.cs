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
internal sealed class ActivityBook(OwnerBook owners, ActivityStore store, Networks networks) : IDisposable
{
    public const int Room = 16_384;

    /// <summary>What is only written down leaves the rest to signals, as when all keys have their first use of a day at midnight.</summary>
    public const int RoomForSilent = Room / 2;

    private const int Batch = 512;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Again = TimeSpan.FromSeconds(10);

    private readonly Channel<Sighting> buffer = Channel.CreateBounded<Sighting>(Room);
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>What is being written, and how many of it the owners were told; only whose turn it is touches these.</summary>
    private readonly List<Sighting> taken = new(Batch);
    private int told;
    private long dropped;

    /// <summary>Sightings that there was no room for.</summary>
    public long Dropped => Volatile.Read(ref dropped);

    public int Waiting => buffer.Reader.Count;

    /// <summary>A request that was verified and may go on.</summary>
    public void Saw(GateKey key, Ip ip, MappedRoute? route, bool isYoung, Instant at)
    {
        var found = key.Habit.Used(ip, route?.Permission ?? "", route?.Number ?? -1, isYoung, at.Milliseconds);
        if (found == Novelty.None) return;
        if ((found & Novelty.Network) != Novelty.None && networks.Current.Find(ip) is not null) found |= Novelty.Anonymous;
        // another address of a known network changes nothing that a start must find, and a client may have many
        if (found == Novelty.Source) return;
        if ((found.IsSilent() && Waiting >= RoomForSilent) || !buffer.Writer.TryWrite(new Sighting(key, found, at))) Interlocked.Increment(ref dropped);
    }

    /// <summary>What was known of a key before the start; where it can't be read now, the writer asks for it again.</summary>
    public void Recall(GateKey key)
    {
        try
        {
            Remember(key);
        }
        catch (SqliteException)
        {
            key.Habit.IsPastUnread = true;
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (await buffer.Reader.WaitToReadAsync(stop))
        {
            if (Waiting < Batch) await Task.Delay(Pause, stop);
            while (!await TryWriteAsync()) await Task.Delay(Again, stop);
        }
    }

    /// <summary>Writes all that waits now; for whoever must see it.</summary>
    public async Task WriteAsync()
    {
        do
            if (!await TryWriteAsync()) throw new LogUnavailableException("activity can't be written");
        while (Waiting > 0);
    }

    /// <summary>
    /// Signals first: one that never came is none. What was told stays told where a later part fails, or a disk that is full of
    /// something else would fill the log with the same signals.
    /// </summary>
    private async Task<bool> TryWriteAsync()
    {
        await turn.WaitAsync();
        try
        {
            while (taken.Count < Batch && buffer.Reader.TryRead(out var seen)) taken.Add(seen);
            for (; told < taken.Count; told++) await TellAsync(taken[told]);
            store.Save([.. taken.Select(s => s.Key).Distinct().Select(Saved)]);
            taken.Clear();
            told = 0;
            return true;
        }
        catch (Exception e) when (e is LogUnavailableException or SqliteException or IOException)
        {
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private void Remember(GateKey key)
    {
        if (store.Find(key.Id) is { } known) key.Habit.TryRestore(known);
        key.Habit.IsPastUnread = false;
    }

    private (string, byte[]) Saved(GateKey key)
    {
        if (key.Habit.IsPastUnread) Remember(key);
        var saved = new byte[KeyHabit.SavedBytes];
        key.Habit.Save(saved);
        return (key.Id, saved);
    }

    private async Task TellAsync(Sighting seen)
    {
        foreach (var (novelty, kind) in Novelties.Signals)
            if ((seen.Found & novelty) != Novelty.None) await SignalAsync(seen, kind);
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
