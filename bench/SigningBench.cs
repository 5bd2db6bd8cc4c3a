using System.Diagnostics;
using System.Security.Cryptography;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;

namespace Holdfast.Bench;

/// <summary>
/// Finding the scheme, reading, judging the time, verifying and the replay id, for each scheme with a shared secret ÷ the HMAC alone of the
/// same bytes with the same function. One thread, alternating in rounds; the median of the rounds.
/// </summary>
internal static class SigningBench
{
    private const long At = 1_790_000_000_000;
    private const int Each = 20_000;
    private const int Rounds = 21;
    private static readonly byte[] Secret = SHA256.HashData("a secret of the bench"u8);

    public static Task RunAsync(string[] args)
    {
        foreach (var scheme in Catalog.All.Where(s => s.Algorithms.Any(IsShared))) Console.WriteLine(Line(scheme));
        return Task.CompletedTask;
    }

    private static bool IsShared(Algorithm algorithm) => algorithm is Algorithm.HmacSha256 or Algorithm.HmacSha512;

    private static string Line(Scheme scheme)
    {
        var buffer = Signed(scheme);
        var scratch = new byte[buffer.Request.ScratchBytes];
        using var credential = new SharedSecret(Secret, Passphrase(scheme));
        scheme.Read(buffer.Request, scratch, out var claim);
        var (message, is512) = (claim.Message.ToArray(), claim.Algorithm == Algorithm.HmacSha512);
        var (whole, bare) = (new double[Rounds], new double[Rounds]);
        var before = 0L;
        for (var round = -5; round < Rounds; round++)
        {
            if (round == 0) before = GC.GetAllocatedBytesForCurrentThread();
            var (first, second) = (Whole(buffer, scratch, credential), Bare(message, is512));
            if (round >= 0) (whole[round], bare[round]) = (first, second);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(whole);
        Array.Sort(bare);
        var (mine, theirs) = (whole[Rounds / 2], bare[Rounds / 2]);
        return $"signing {scheme.Name,-22} {mine / theirs:0.00} ({mine:0} ns ÷ {theirs:0} ns, {message.Length} bytes signed, {allocated / (Rounds * (long)Each)} bytes allocated)";
    }

    private static string? Passphrase(Scheme scheme) => scheme.PassphraseForm == PassphraseForm.None ? null : "a passphrase";

    /// <summary>An order as a bot sends it, with the headers that its library sends.</summary>
    private static RequestBuffer Signed(Scheme scheme)
    {
        var isForm = scheme.Name is "binance" or "mexc" or "kraken" or "krakenFutures" or "bitstamp";
        var buffer = new RequestBuffer().SetMethod("POST"u8).SetTarget("/api/v3/order/spot"u8).SetHost("api.example.com"u8).SetBody(isForm
            ? "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.5&price=20000&newClientOrderId=x-TKT5PX2F0000000000000000000001"u8
            : """{"category":"spot","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.01","price":"20000","id":"x-TKT5PX2F"}"""u8);
        if (scheme.Name == "krakenFutures") buffer.SetTarget("/derivatives/api/v3/sendorder"u8);
        foreach (var name in (string[])["accept", "accept-encoding", "connection", "user-agent", "x-request-id", "x-forwarded-for", "x-forwarded-proto"])
            buffer.AddHeader(name, "a value as long as they are");
        using var key = SigningKey.OfSecret(Secret, Passphrase(scheme));
        scheme.Sign(buffer, "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A", key, new Stamp(At, 5_000, "00000000-0000-4000-8000-000000000001"));
        return buffer;
    }

    private static double Whole(RequestBuffer buffer, byte[] scratch, SharedSecret credential)
    {
        var began = Stopwatch.GetTimestamp();
        Span<byte> id = stackalloc byte[Claim.ReplayIdBytes];
        for (var i = 0; i < Each; i++)
        {
            var request = buffer.Request;
            var passed = Catalog.Find(request, out var scheme) == Refusal.None
                && scheme!.Read(request, scratch, out var claim) == Refusal.None
                && Freshness.Default.Judge(claim.Time, At) == Refusal.None
                && Verified(claim, credential, id);
            if (!passed) throw new InvalidOperationException("the request of the bench is refused");
        }

        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / Each;
    }

    private static bool Verified(in Claim claim, SharedSecret credential, Span<byte> id)
    {
        if (!claim.IsSignedBy(credential)) return false;
        claim.WriteReplayId(id);
        return true;
    }

    private static double Bare(byte[] message, bool is512)
    {
        Span<byte> tag = stackalloc byte[HMACSHA512.HashSizeInBytes];
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Each; i++)
        {
            if (is512) HMACSHA512.HashData(Secret, message, tag);
            else HMACSHA256.HashData(Secret, message, tag);
        }

        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / Each;
    }
}
