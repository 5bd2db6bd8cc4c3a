using System.Buffers.Binary;
using System.Formats.Cbor;

namespace Holdfast.Server.Passkeys;

/// <summary>
/// The form of authenticator data: what the flags announce is there, the key and the extensions are maps, and nothing stands behind. The
/// framework's verifier takes any CBOR for extensions. Source: Web Authentication Level 3, section 6.1.
/// </summary>
internal static class AuthenticatorData
{
    private const int FlagsAt = 32, Header = 37, Make = 16;

    private const byte Attested = 64, Extended = 128;

    public static bool IsWhole(ReadOnlyMemory<byte> data)
    {
        if (data.Length < Header) return false;
        var (flags, rest) = (data.Span[FlagsAt], data[Header..]);
        if ((flags & Attested) != 0 && !(TryPassId(ref rest) && TryPassMap(ref rest))) return false;
        if ((flags & Extended) != 0 && !TryPassMap(ref rest)) return false;
        return rest.IsEmpty;
    }

    private static bool TryPassId(ref ReadOnlyMemory<byte> rest)
    {
        if (rest.Length < Make + 2) return false;
        var end = Make + 2 + BinaryPrimitives.ReadUInt16BigEndian(rest.Span[Make..]);
        if (rest.Length < end) return false;
        rest = rest[end..];
        return true;
    }

    private static bool TryPassMap(ref ReadOnlyMemory<byte> rest)
    {
        try
        {
            var cbor = new CborReader(rest, CborConformanceMode.Lax, allowMultipleRootLevelValues: true);
            if (cbor.PeekState() != CborReaderState.StartMap) return false;
            cbor.SkipValue();
            rest = rest[^cbor.BytesRemaining..];
            return true;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            return false;
        }
    }
}
