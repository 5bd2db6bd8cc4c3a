using System.Diagnostics;
using System.Security.Cryptography;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;

namespace Holdfast.Bench;

/// <summary>
/// Whether the time of a verification tells where a signature differs, as dudect asks it (Reparaz, Balasch, Verbauwhede, 2017): two kinds of
/// wrong signatures in random turns, Welch's t of their times, the slowest tenth left out. A comparison that stops at the first difference is
/// measured with it, to show that this would be seen.
/// </summary>
internal static class ConstantTimeBench
{
    private static readonly byte[] Secret = SHA256.HashData("a secret of the bench"u8);
    private static readonly byte[] Message = new byte[200];

    private delegate bool Verifies(ReadOnlySpan<byte> stated);

    public static Task RunAsync(string[] args)
    {
        var samples = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        using var credential = new SharedSecret(Secret, "a passphrase of some length");
        var tag = HMACSHA256.HashData(Secret, Message);
        var tag512 = HMACSHA512.HashData(Secret, Message);
        Show("hmac-sha256", samples, tag, s => credential.Verify(Algorithm.HmacSha256, Message, s));
        Show("hmac-sha512", samples, tag512, s => credential.Verify(Algorithm.HmacSha512, Message, s));
        Show("passphrase, plain", samples, "a passphrase of some length"u8.ToArray(), s => credential.Knows(PassphraseForm.Plain, s));
        Show("passphrase, signed", samples, HMACSHA256.HashData(Secret, "a passphrase of some length"u8), s => credential.Knows(PassphraseForm.Signed, s));
        Show("planted: stops at the first difference", samples, tag, s => StopsEarly(tag, s));
        return Task.CompletedTask;
    }

    private static void Show(string name, int samples, byte[] genuine, Verifies verify)
    {
        var length = genuine.Length;
        // each in lines of its own, so that neither costs more to copy
        var stride = (length + 63) / 64 * 64;
        var both = GC.AllocateArray<byte>(3 * stride, pinned: true);
        var first = (int)(-System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(both, 0) & 63);
        genuine.CopyTo(both, first);
        genuine.CopyTo(both, first + stride);
        both[first] ^= 1;
        both[first + stride + length - 1] ^= 1;
        var random = new Random(1);
        var kinds = new int[samples];
        for (var i = 0; i < samples; i++) kinds[i] = random.Next(2);
        var times = new double[samples];
        // both are copied to one place and without a branch, so that nothing but their bytes makes a difference
        var stated = new byte[length];
        for (var i = -10_000; i < samples; i++)
        {
            both.AsSpan(first + (kinds[Math.Max(i, 0)] * stride), length).CopyTo(stated);
            Thread.MemoryBarrier();
            var began = Stopwatch.GetTimestamp();
            var verified = verify(stated);
            var took = Stopwatch.GetTimestamp() - began;
            if (verified) throw new InvalidOperationException("a wrong signature is verified");
            if (i >= 0) times[i] = took;
        }

        Console.WriteLine($"constant-time {name,-40} t = {Welch(times, kinds):0.00} ({samples} samples)");
    }

    private static double Welch(double[] times, int[] kinds)
    {
        var most = times.Order().ElementAt((int)(times.Length * 0.9));
        var kept = times.Zip(kinds).Where(s => s.First <= most).ToArray();
        var (a, b) = (Moments(kept.Where(s => s.Second == 0)), Moments(kept.Where(s => s.Second == 1)));
        return (a.Mean - b.Mean) / Math.Sqrt((a.Variance / a.Count) + (b.Variance / b.Count));
    }

    private static (double Mean, double Variance, double Count) Moments(IEnumerable<(double Time, int)> samples)
    {
        var times = samples.Select(s => s.Time).ToArray();
        var mean = times.Average();
        return (mean, times.Sum(t => (t - mean) * (t - mean)) / (times.Length - 1), times.Length);
    }

    private static bool StopsEarly(byte[] tag, ReadOnlySpan<byte> stated)
    {
        for (var i = 0; i < tag.Length; i++)
        {
            if (tag[i] != stated[i]) return false;
        }

        return true;
    }
}
