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

/// <summary>
/// Remembers the requests of the last minutes, so that none is taken twice. Two generations take turns; when the older one is
/// emptied, nothing that was signed as early as anything in it is taken any more, wherever the clock goes. So no request is written
/// to disk, only the time up to which one may have been taken (<see cref="SignedMark"/>): a start begins after that.
/// </summary>
/// <param name="from">What was signed up to here is refused: the start. Milliseconds since 1970.</param>
/// <param name="life">For how long a request can be fresh, in milliseconds.</param>
/// <param name="room">Requests that one generation holds.</param>
internal sealed class ReplayWindow(long from, long life, int room)
{
    private const int Shards = 64;

    private readonly Shard[] shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard(from, life, Math.Max(64, room / Shards)))];
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
    public Seen Take(ReadOnlySpan<byte> id, long signedAt, long now)
    {
        if (signedAt > UpTo) return Seen.NotMarked;
        var name = BinaryPrimitives.ReadUInt128LittleEndian(id);
        return shards[(int)((name >> 64) & (Shards - 1))].Take(name, signedAt, now);
    }

    private sealed class Shard(long from, long life, int room)
    {
        private readonly Lock gate = new();
        private HashSet<UInt128> young = new(room), old = new(room);
        private long floor = from, latestYoung = from, latestOld = from, began = long.MinValue;

        public Seen Take(UInt128 name, long signedAt, long now)
        {
            lock (gate)
            {
                if (began == long.MinValue) began = now;
                if (now - began >= life) Turn(now);
                if (signedAt <= floor) return Seen.Forgotten;
                if (young.Contains(name) || old.Contains(name)) return Seen.Before;
                if (young.Count >= room) return Seen.NoRoom;
                young.Add(name);
                latestYoung = Math.Max(latestYoung, signedAt);
                return Seen.Never;
            }
        }

        private void Turn(long now)
        {
            floor = Math.Max(floor, latestOld);
            (young, old) = (old, young);
            (latestYoung, latestOld) = (floor, latestYoung);
            young.Clear();
            if (now - began >= 2 * life)
            {
                floor = Math.Max(floor, latestOld);
                old.Clear();
            }
            began = now;
        }
    }
}
