using System.Formats.Cbor;
using System.Globalization;
using System.Numerics;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>A COSE key for ES256, the one kind that the ring makes. Sources: RFC 9053 section 7.1; SEC 2 section 2.4.2; CTAP 2 canonical CBOR.</summary>
internal static class P256Key
{
    public static readonly BigInteger Order = Number("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private static readonly BigInteger P = Number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    private static readonly BigInteger B = Number("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    public static bool IsOne(byte[] cose)
    {
        try
        {
            var cbor = new CborReader(cose, CborConformanceMode.Ctap2Canonical);
            if (cbor.ReadStartMap() != 5 || !Says(1, 2) || !Says(3, -7) || !Says(-1, 1)) return false;
            return cbor.ReadInt32() == -2 && cbor.ReadByteString() is { Length: 32 } x && cbor.ReadInt32() == -3
                && cbor.ReadByteString() is { Length: 32 } y && IsOnCurve(new(x, true, true), new(y, true, true));

            bool Says(int name, int value) => cbor.ReadInt32() == name && cbor.ReadInt32() == value;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    private static bool IsOnCurve(BigInteger x, BigInteger y) =>
        x < P && y < P && ((y * y) - ((x * x * x) - (3 * x) + B)) % P == 0;

    private static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
