using System.Formats.Cbor;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>CBOR of which one item's head says something else: another type, another length, or the same in more bytes.</summary>
internal static class Cbors
{
    public static byte[] Of(byte[] cbor, Random random)
    {
        var heads = Heads(cbor);
        if (heads.Count == 0) return Garbling.Of(cbor, random);
        var at = heads[random.Next(heads.Count)];
        var (major, low) = (cbor[at] & 0xe0, cbor[at] & 0x1f);
        return random.Next(9) switch
        {
            0 => Put((byte)((random.Next(8) << 5) | low)),
            1 => Put((byte)(major | random.Next(32))),
            2 => Put((byte)(major | Math.Max(0, low - 1))),
            3 => Put((byte)(major | Math.Min(31, low + 1))),
            // the same number, in two bytes and in five
            4 when low < 24 => [.. cbor[..at], (byte)(major | 24), (byte)low, .. cbor[(at + 1)..]],
            5 when low < 24 => [.. cbor[..at], (byte)(major | 26), 0, 0, 0, (byte)low, .. cbor[(at + 1)..]],
            6 => Put((byte)(major | 31)),
            7 => [.. cbor[..at], (byte)(0xc0 | random.Next(24)), .. cbor[at..]],
            _ => [.. cbor[..at], (byte)((random.Next(8) << 5) | random.Next(24)), .. cbor[at..]],
        };

        byte[] Put(byte head) => [.. cbor[..at], head, .. cbor[(at + 1)..]];
    }

    /// <summary>Where the items of a map begin, those of maps within included.</summary>
    private static List<int> Heads(byte[] cbor)
    {
        var heads = new List<int>();
        try
        {
            var reader = new CborReader(cbor, CborConformanceMode.Lax);
            while (reader.PeekState() != CborReaderState.Finished)
            {
                if (reader.PeekState() == CborReaderState.EndMap)
                {
                    reader.ReadEndMap();
                    continue;
                }
                heads.Add(cbor.Length - reader.BytesRemaining);
                if (reader.PeekState() == CborReaderState.StartMap) reader.ReadStartMap();
                else reader.SkipValue();
            }
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            // what was read until here
        }
        return heads;
    }
}
