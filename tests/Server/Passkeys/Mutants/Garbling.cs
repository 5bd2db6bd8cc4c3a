namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>Bytes that are not quite what they were.</summary>
internal static class Garbling
{
    private static readonly Func<byte[], Random, byte[]>[] Ways =
    [
        Flip, Flip, Flip,
        (b, r) => Flip(Flip(b, r), r),
        (b, r) => With(b, r, (at, copy) => copy[at] = (byte)r.Next(256)),
        (b, r) => With(b, r, (at, copy) => copy.AsSpan(at, r.Next(1, copy.Length - at + 1)).Clear()),
        (b, r) => With(b, r, (at, copy) => copy.AsSpan(at, r.Next(1, copy.Length - at + 1)).Reverse()),
        (b, r) => With(b, r, (at, copy) => copy.AsSpan(at, Math.Min(4, copy.Length - at)).Fill(0xff)),
        (b, r) => b[..r.Next(b.Length)],
        (b, r) => b[r.Next(1, b.Length)..],
        (b, r) => [.. b, .. Some(r)],
        (b, r) => [.. Some(r), .. b],
        (b, r) => r.Next(b.Length) is var at ? [.. b[..at], .. Some(r), .. b[at..]] : b,
        (b, r) => r.Next(b.Length) is var at ? [.. b[..at], .. b[r.Next(at, b.Length)..]] : b,
        (b, r) => r.Next(b.Length) is var at ? [.. b[at..], .. b[..at]] : b,
        (b, r) => [.. b, .. b],
        (_, r) => Some(r),
        (b, _) => new byte[b.Length],
    ];

    public static byte[] Of(byte[] bytes, Random random) => bytes.Length < 2 ? Some(random) : Ways[random.Next(Ways.Length)](bytes, random);

    public static byte[] Flip(byte[] bytes, Random random) => With(bytes, random, (at, copy) => copy[at] ^= (byte)(1 << random.Next(8)));

    private static byte[] With(byte[] bytes, Random random, Action<int, byte[]> how)
    {
        byte[] copy = [.. bytes];
        how(random.Next(copy.Length), copy);
        return copy;
    }

    private static byte[] Some(Random random)
    {
        var some = new byte[random.Next(1, 9)];
        random.NextBytes(some);
        return some;
    }
}
