namespace Holdfast.Domain.Destinations.Addresses.Encodings;

/// <summary>CRC-16/XMODEM: polynomial 0x1021, starting at 0, most significant bit first; check value 0x31c3.</summary>
internal static class Crc16
{
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = ((crc << 1) ^ ((crc & 0x8000) != 0 ? 0x1021 : 0)) & 0xffff;
        }
        return crc;
    }
}
