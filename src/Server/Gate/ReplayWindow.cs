using System.Buffers.Binary;

namespace Holdfast.Server.Gate;

/// <summary>Whether a request was taken before.</summary>
internal enum Seen
{
    Never,
    Before,

    /// <summary>It was signed at a time from which not all requests are remembered.</summary>
    Forgotten,

    /// <summary>There is no room to remember it.</summary>
    NoRoom,

    /// <summary>It was signed later than what a start after this one will begin with.</summary>
    NotMarked,
}

/// <summary>How long requests of one kind can be fresh, in milliseconds, and how many of them are remembered in that time.</summary>
internal readonly record struct Remembered(long Life, int Room);

/// <summary>
/// Remembers the requests of the last minutes, so that none is taken twice. Of each kind two generations take turns; when the older one
/// is emptied, nothing of the kind that was signed as early as anything in it is taken any more, wherever the clock goes. So no request
/// is written to disk, only the time up to which one may have been taken (<see cref="SignedMark"/>): a start begins after that.
/// </summary>
/// <param name="from">What was signed up to here is refused: the start. Milliseconds since 1970.</param>
/// <param name="kinds">From the shortest life to the longest.</param>
internal sealed class ReplayWindow(long from, params Remembered[] kinds)
{
    private const int Shards = 64;

    private readonly Shard[] shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard(from, kinds))];
    private long upTo = from;

    /// <summary>What was signed later is not taken: a start after this one would take it again. Milliseconds since 1970.</summary>
    public long UpTo
    {
        get => Volatile.Read(ref upTo);
        set => Volatile.Write(ref upTo, value);
    }

    /// <param name="id">Of a request that was verified. 16 of its 32 bytes are enough: they are those of a hash or a tag.</param>
    /// <param name="signedAt">By the client's clock, milliseconds since 1970.</param>
    /// <param name="now">Milliseconds of a clock that never goes back.</param>
    /// <param name="life">For how long the request can be fresh: it is remembered at least so long.</param>
    public Seen Take(ReadOnlySpan<byte> id, long signedAt, long now, long life)
    {
        if (signedAt > UpTo) return Seen.NotMarked;
        var kind = 0;
        while (kind < kinds.Length - 1 && kinds[kind].Life < life) kind++;
        if (kinds[kind].Life < life) return Seen.NoRoom;
        var name = BinaryPrimitives.ReadUInt128LittleEndian(id);
        return shards[(int)((name >> 64) & (Shards - 1))].Take(name, signedAt, now, kind);
    }

    private sealed class Shard(long from, Remembered[] kinds)
    {
        private readonly Lock gate = new();
        private readonly Generations[] all = [.. kinds.Select(k => new Generations(from, k.Life, Math.Max(64, k.Room / Shards)))];

        public Seen Take(UInt128 name, long signedAt, long now, int kind)
        {
            lock (gate)
            {
                foreach (var each in all) each.TurnAt(now);
                if (signedAt <= all[kind].Floor) return Seen.Forgotten;
                // of whatever kind it was the first time
                foreach (var each in all) if (each.Has(name)) return Seen.Before;
                return all[kind].TryAdd(name, signedAt) ? Seen.Never : Seen.NoRoom;
            }
        }
    }

    private sealed class Generations(long from, long life, int room)
    {
        private HashSet<UInt128> young = new(room), old = new(room);
        private long latestYoung = from, latestOld = from, began = long.MinValue;

        public long Floor { get; private set; } = from;

        public bool Has(UInt128 name) => young.Contains(name) || old.Contains(name);

        public bool TryAdd(UInt128 name, long signedAt)
        {
            if (young.Count >= room) return false;
            young.Add(name);
            latestYoung = Math.Max(latestYoung, signedAt);
            return true;
        }

        public void TurnAt(long now)
        {
            if (began == long.MinValue) began = now;
            if (now - began < life) return;
            Floor = Math.Max(Floor, latestOld);
            (young, old) = (old, young);
            (latestYoung, latestOld) = (Floor, latestYoung);
            young.Clear();
            if (now - began >= 2 * life)
            {
                Floor = Math.Max(Floor, latestOld);
                old.Clear();
            }
            began = now;
        }
    }
}
