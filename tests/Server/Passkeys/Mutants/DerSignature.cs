using System.Numerics;
using System.Security.Cryptography;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>An ECDSA signature in DER, which has one spelling. Source: RFC 3279 section 2.2.3; X.690 sections 8.3 and 10.1.</summary>
internal static class DerSignature
{
    public static bool Holds(Authenticator ring, byte[] data, byte[] client, byte[] signature) =>
        Read(signature) is var (r, s) && r.Sign > 0 && s.Sign > 0 && r < P256Key.Order && s < P256Key.Order
        && Write(r, s).AsSpan().SequenceEqual(signature)
        && ring.Verifies([.. data, .. SHA256.HashData(client)], [.. Fixed(r), .. Fixed(s)]);

    /// <summary>Null where it is not even that.</summary>
    public static (BigInteger R, BigInteger S)? Read(byte[] der)
    {
        if (der.Length is < 8 or > 127 || der[0] != 0x30 || der[1] != der.Length - 2 || der[2] != 2) return null;
        var r = der[3];
        if (r == 0 || 4 + r + 2 > der.Length || der[4 + r] != 2) return null;
        var s = der[5 + r];
        return s == 0 || 6 + r + s != der.Length ? null : (new(der.AsSpan(4, r), false, true), new(der.AsSpan(6 + r, s), false, true));
    }

    public static byte[] Write(BigInteger r, BigInteger s)
    {
        var (first, second) = (r.ToByteArray(isBigEndian: true), s.ToByteArray(isBigEndian: true));
        return [0x30, (byte)(4 + first.Length + second.Length), 2, (byte)first.Length, .. first, 2, (byte)second.Length, .. second];
    }

    public static byte[] Fixed(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Math.Max(0, 32 - bytes.Length)], .. bytes];
    }
}
