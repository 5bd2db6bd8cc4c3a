namespace Holdfast.Storage.Index;

/// <summary>
/// Says of a key that it is certainly not in a run: 10 bits and 7 probes a key, about 0.8 % false alarms. Keys are
/// hashes already, so their halves are the two hash functions.
/// </summary>
internal sealed class Bloom(byte[] bits)
{
    private const int BitsPerKey = 10;
    private const int Probes = 7;

    public Bloom(long keys) : this(new byte[keys * BitsPerKey / 8 + 8]) { }

    public byte[] Bits => bits;

    public void Add(LogKey key)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = Bit(key, probe);
            bits[bit >> 3] |= (byte)(1 << (int)(bit & 7));
        }
    }

    public bool MayHold(LogKey key)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = Bit(key, probe);
            if ((bits[bit >> 3] & (1 << (int)(bit & 7))) == 0) return false;
        }
        return true;
    }

    private long Bit(LogKey key, int probe)
    {
        unchecked
        {
            var hash = (ulong)key.Value + (ulong)probe * ((ulong)(key.Value >> 64) | 1);
            return (long)Math.BigMul(hash, (ulong)bits.Length * 8, out _);
        }
    }
}
