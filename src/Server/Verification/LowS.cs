using System.Globalization;
using System.Numerics;

namespace Holdfast.Server.Verification;

/// <summary>
/// Of the two values of s that make an ECDSA signature valid only the lower one is taken, so that nobody can make another
/// valid signature of one that he has seen.
/// </summary>
internal static class LowS
{
    private const int Half = 32;

    /// <summary>The order of P-256 (SP 800-186).</summary>
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static bool Holds(ReadOnlySpan<byte> signature) => S(signature) <= Order / 2;

    /// <summary>Puts the lower value in place of the higher one.</summary>
    /// <param name="signature">r and s, 32 bytes each.</param>
    public static void Make(Span<byte> signature)
    {
        var s = S(signature);
        if (s <= Order / 2) return;
        var lower = signature[Half..];
        lower.Clear();
        var other = Order - s;
        other.TryWriteBytes(lower[(Half - other.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
    }

    private static BigInteger S(ReadOnlySpan<byte> signature) => new(signature[Half..], isUnsigned: true, isBigEndian: true);
}
