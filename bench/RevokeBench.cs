using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.Bench;

/// <summary>
/// From the answer that suspends a key to its first refusal at the gate, while other keys keep the gate busy. Two clients ask with the
/// key all the time; whatever they send after the answer must be refused.
/// </summary>
internal static class RevokeBench
{
    private const int Askers = 2, Background = 16;

    public static async Task RunAsync(string[] args)
    {
        var trials = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000;
        await using var house = await GateHouse.StartAsync(trials * GateHouse.KeysEach);
        using var stop = new CancellationTokenSource();
        // reads may come again, so these need no signing anew for a minute
        var reads = await house.ReadsAsync();
        var signedAt = Stopwatch.GetTimestamp();
        var load = new Load(house.Port, i => reads[i % reads.Length], Background) { Takes = ["200", "401", "403"] };
        var background = load.RunAsync(TimeSpan.FromHours(1), stop: stop.Token);
        var results = new List<Trial>();
        for (var i = 0; i < trials; i++)
        {
            if (Stopwatch.GetElapsedTime(signedAt) > TimeSpan.FromSeconds(50))
            {
                (await house.ReadsAsync()).CopyTo(reads, 0);
                signedAt = Stopwatch.GetTimestamp();
            }
            results.Add(await TryAsync(house, reads, i));
        }
        await stop.CancelAsync();
        var busy = await background;
        double[] waits = [.. results.Select(r => r.Wait).Order()];
        double P(double p) => waits[(int)Math.Min(waits.Length - 1, p * waits.Length)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"revoke: {trials:N0} keys suspended under {busy.Rate:N0} authorizations/s; from the answer to the first refusal p50 {P(.5):0.00} ms, p99 {P(.99):0.00} ms (aim 50), "
            + $"most {waits[^1]:0.00} ms; let through after the answer: {results.Sum(r => r.AllowedAfter)} (aim 0) of {results.Sum(r => r.AskedAfter):N0} asked; let through before it: {results.Sum(r => r.AllowedBefore):N0}"));
    }

    private static async Task<Trial> TryAsync(GateHouse house, byte[][] reads, int number)
    {
        var key = number * GateHouse.KeysEach;
        var (answered, firstRefused) = (long.MaxValue, long.MaxValue);
        var (before, after, allowedAfter) = (0, 0, 0);
        var gate = new Lock();
        var asking = Enumerable.Range(0, Askers).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, house.Port));
            var buffer = new byte[8192];
            for (var asked = 0; asked < 3;)
            {
                var sent = Stopwatch.GetTimestamp();
                await socket.SendAsync(reads[key]);
                var isAllowed = await StatusAsync(socket, buffer) == "200";
                var seen = Stopwatch.GetTimestamp();
                lock (gate)
                {
                    var isAfter = sent > Volatile.Read(ref answered);
                    if (isAfter) (asked, after) = (asked + 1, after + 1);
                    if (!isAllowed) firstRefused = Math.Min(firstRefused, seen);
                    else if (isAfter) allowedAfter++;
                    else before++;
                }
            }
        })).ToArray();
        while (true)
        {
            lock (gate) if (before > 0) break;
            await Task.Yield();
        }
        var account = GateHouse.Account(number);
        await house.PostAsync($"/v1/accounts/{account}/changes",
            $$"""{"by":{"kind":"owner","id":"{{account}}"},"edits":[{"op":"suspendKey","key":"{{GateHouse.Key(key)}}"}]}""");
        Volatile.Write(ref answered, Stopwatch.GetTimestamp());
        await Task.WhenAll(asking);
        return new Trial(firstRefused <= answered ? 0 : Stopwatch.GetElapsedTime(answered, firstRefused).TotalMilliseconds, before, after, allowedAfter);
    }

    private static async ValueTask<string> StatusAsync(Socket socket, byte[] buffer)
    {
        for (var filled = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0) throw new IOException("the server closed the connection");
            filled += read;
            if (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) >= 0) return Encoding.ASCII.GetString(buffer, 9, 3);
        }
    }

    private sealed record Trial(double Wait, int AllowedBefore, int AskedAfter, int AllowedAfter);
}
