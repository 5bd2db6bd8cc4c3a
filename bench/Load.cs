using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.Bench;

/// <summary>What came of one round of load.</summary>
internal sealed record LoadResult(long Requests, double Seconds, double[] LatenciesMs, long Errors)
{
    public double Rate => Requests / Seconds;

    public double Percentile(double p) => LatenciesMs.Length == 0 ? 0 : LatenciesMs[(int)Math.Min(LatenciesMs.Length - 1, p * LatenciesMs.Length)];
}

/// <summary>
/// Clients of one connection each that have one request under way. A request is made once as bytes; only a number of fixed
/// width in it changes, so that the client costs next to nothing beside the server.
/// </summary>
internal sealed class Load(int port, Func<long, byte[]> template, int clients)
{
    /// <summary>Stands where a request's number goes, in every place of the template.</summary>
    public const string Number = "N000000000000";

    /// <summary>The status codes that are no errors.</summary>
    public string[] Takes { get; init; } = ["200", "201", "202", "403"];

    private static readonly byte[] NumberBytes = Encoding.ASCII.GetBytes(Number);
    private static long counter;

    /// <summary>As fast as it goes for a while, or at a fixed rate when one is given; longer where so many requests need it.</summary>
    public async Task<LoadResult> RunAsync(TimeSpan time, double? rate = null, long atLeast = 0, CancellationToken stop = default)
    {
        var latencies = new List<double>[clients];
        var started = Stopwatch.GetTimestamp();
        var (sent, errors) = (0L, 0L);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(async () =>
        {
            latencies[i] = new List<double>(100_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            var (request, buffer) = (new byte[8192], new byte[65_536]);
            var step = rate is { } r ? TimeSpan.FromSeconds(clients / r) : TimeSpan.Zero;
            var due = step * i / clients;
            while (!stop.IsCancellationRequested && Stopwatch.GetElapsedTime(started) is var now && (now < time || Volatile.Read(ref sent) < atLeast))
            {
                if (rate is not null)
                {
                    if (due > now) await Task.Delay(due - now);
                    now = due;
                    due += step;
                }
                var number = Interlocked.Increment(ref counter);
                var length = Numbered(template(number), number, request);
                await socket.SendAsync(request.AsMemory(0, length));
                if (!await ReadAsync(socket, buffer)) Interlocked.Increment(ref errors);
                latencies[i].Add((Stopwatch.GetElapsedTime(started) - now).TotalMilliseconds);
                Interlocked.Increment(ref sent);
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double[] all = [.. latencies.SelectMany(l => l)];
        Array.Sort(all);
        return new LoadResult(sent, seconds, all, errors);
    }

    /// <summary>Reads one answer with a Content-Length; false unless its status is one of those that it takes.</summary>
    private async ValueTask<bool> ReadAsync(Socket socket, byte[] buffer)
    {
        var (filled, whole) = (0, -1);
        while (whole < 0 || filled < whole)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0) throw new IOException("the server closed the connection");
            filled += read;
            if (whole >= 0) continue;
            var head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            var at = buffer.AsSpan(0, head).IndexOf("Content-Length: "u8);
            var digits = buffer.AsSpan(at + 16, buffer.AsSpan(at).IndexOf((byte)'\r') - 16);
            whole = head + 4 + int.Parse(digits, CultureInfo.InvariantCulture);
        }
        return Encoding.ASCII.GetString(buffer, 9, 3) is var status && Array.IndexOf(Takes, status) >= 0;
    }

    /// <summary>Copies a template into a buffer with its number; the length of the copy.</summary>
    private static int Numbered(byte[] template, long number, byte[] request)
    {
        template.CopyTo(request, 0);
        for (var at = template.AsSpan().IndexOf(NumberBytes); at >= 0;)
        {
            var n = number;
            for (var i = NumberBytes.Length - 1; i > 0; i--, n /= 10) request[at + i] = (byte)('0' + (n % 10));
            var next = template.AsSpan(at + 1).IndexOf(NumberBytes);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return template.Length;
    }

    public static byte[] Post(string path, string token, string body) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {Number}\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {Encoding.ASCII.GetByteCount(body)}\r\n\r\n{body}");
}
