using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Gate;

/// <summary>Where the gate finds keys, and what they may be used for.</summary>
internal interface IKeys
{
    /// <summary>Null where nobody has such a key.</summary>
    public GateKey? Find(ReadOnlySpan<byte> id);

    /// <summary>As it is now, or at most until <see cref="Standing.Until"/> where nothing happens.</summary>
    public Standing StandingOf(GateKey key, Instant now);
}

/// <summary>Keys by their ids as these come, without making texts of them.</summary>
internal sealed class KeyTable
{
    private readonly ConcurrentDictionary<byte[], GateKey> keys = new(Bytes.Comparer);
    private readonly ConcurrentDictionary<byte[], GateKey>.AlternateLookup<ReadOnlySpan<byte>> found;

    public KeyTable() => found = keys.GetAlternateLookup<ReadOnlySpan<byte>>();

    public GateKey? Find(ReadOnlySpan<byte> id) => found.TryGetValue(id, out var key) ? key : null;

    /// <summary>The one that was there before, if there was one.</summary>
    public GateKey Add(GateKey key) => keys.GetOrAdd(Encoding.UTF8.GetBytes(key.Id), key);

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Bytes Comparer = new();

        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] id) => GetHashCode(id.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> id) => id.ToArray();

        public bool Equals(ReadOnlySpan<byte> one, byte[] other) => one.SequenceEqual(other);

        /// <summary>Seeded anew in each process, so that nobody can choose ids that collide.</summary>
        public int GetHashCode(ReadOnlySpan<byte> id)
        {
            var hash = default(HashCode);
            hash.AddBytes(id);
            return hash.ToHashCode();
        }
    }
}
