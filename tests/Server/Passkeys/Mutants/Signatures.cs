using System.Numerics;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>A signature written otherwise, or made into another that its numbers suggest.</summary>
internal static class Signatures
{
    private static readonly Func<BigInteger, BigInteger, byte[]>[] Ways =
    [
        // this one verifies: every ECDSA signature has such a twin
        (r, s) => DerSignature.Write(r, P256Key.Order - s),
        (r, s) => DerSignature.Write(s, r),
        (r, s) => DerSignature.Write(r + P256Key.Order, s),
        (r, s) => DerSignature.Write(r, s + P256Key.Order),
        (r, s) => DerSignature.Write(-r, s),
        (r, s) => DerSignature.Write(r, -s),
        (r, s) => DerSignature.Write(r, s + 1),
        (_, s) => DerSignature.Write(0, s),
        (r, _) => DerSignature.Write(r, 0),
        (_, _) => DerSignature.Write(0, 0),
        (_, _) => DerSignature.Write(1, 1),
        (_, s) => DerSignature.Write(P256Key.Order, s),
        (r, _) => DerSignature.Write(r, P256Key.Order),
        (r, s) => [.. DerSignature.Fixed(r), .. DerSignature.Fixed(s)],
        (r, s) => Sequence([.. Number(r), .. Number(s)], longer: true),
        (r, s) => Sequence([.. Number(r, zeros: 1), .. Number(s)]),
        (r, s) => Sequence([.. Number(r), .. Number(s, zeros: 3)]),
        (r, s) => Sequence([.. Number(r, longer: true), .. Number(s)]),
        (r, s) => Sequence([.. Number(r), .. Number(s), 2, 1, 0]),
        (r, s) => Sequence([.. Number(r), .. Number(s), 0, 0]),
        (r, s) => [0x30, 0x80, .. Number(r), .. Number(s), 0, 0],
        (r, s) => [0x31, .. DerSignature.Write(r, s)[1..]],
        (r, s) => [.. DerSignature.Write(r, s), 0],
        (r, _) => Sequence(Number(r)),
        (r, s) => Sequence(Sequence([.. Number(r), .. Number(s)])),
    ];

    public static byte[] Of(byte[] signature, Random random) =>
        DerSignature.Read(signature) is var (r, s) ? Ways[random.Next(Ways.Length)](r, s) : signature;

    /// <param name="longer">The length in two bytes where one is enough.</param>
    private static byte[] Sequence(byte[] content, bool longer = false) =>
        longer ? [0x30, 0x81, (byte)content.Length, .. content] : [0x30, (byte)content.Length, .. content];

    private static byte[] Number(BigInteger number, int zeros = 0, bool longer = false)
    {
        byte[] bytes = [.. new byte[zeros], .. number.ToByteArray(isBigEndian: true)];
        return longer ? [2, 0x81, (byte)bytes.Length, .. bytes] : [2, (byte)bytes.Length, .. bytes];
    }
}
