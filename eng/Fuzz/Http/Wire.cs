using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.Fuzz.Http;

/// <summary>No answer came within the time that a machine under load may need.</summary>
internal sealed class HangException(TimeSpan patience) : Exception($"no answer within {patience.TotalSeconds} s");

/// <summary>One connection that says what it is told, right or wrong, and reads what comes back.</summary>
internal sealed class Wire(IPEndPoint server, TimeSpan patience) : IDisposable
{
    private Socket? socket;
    private byte[] buffer = new byte[64 * 1024];
    private int start, end;

    /// <summary>Answers that a connection was closed without are null.</summary>
    /// <param name="last">Nothing follows on this connection: its sending half is closed behind the request.</param>
    /// <exception cref="HangException">The server did not answer in time.</exception>
    public async Task<Answer?> SendAsync(ReadOnlyMemory<byte> request, bool isHead = false, bool last = false, TimeSpan more = default)
    {
        for (var fresh = socket is null; ; fresh = true)
        {
            socket ??= await ConnectAsync();
            try
            {
                await socket.SendAsync(request);
                if (last) socket.Shutdown(SocketShutdown.Send);
                var answer = await ReadAsync(isHead, patience + more);
                if (answer is null && !fresh)
                {
                    Close();
                    continue;
                }
                if (last || answer is null || answer.Headers.ContainsKey("connection")) Close();
                return answer;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                Close();
                if (fresh) return null;
            }
        }
    }

    public void Close()
    {
        socket?.Dispose();
        (socket, start, end) = (null, 0, 0);
    }

    public void Dispose() => Close();

    private async Task<Socket> ConnectAsync()
    {
        var fresh = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await fresh.ConnectAsync(server);
        return fresh;
    }

    private async Task<Answer?> ReadAsync(bool isHead, TimeSpan within)
    {
        using var time = new CancellationTokenSource(within);
        try
        {
            while (true)
            {
                if (await ReadHeadAsync(time.Token) is not { } head) return null;
                if (head.Status is >= 100 and < 200) continue;
                var body = isHead || head.Status is 204 or 304 ? [] : await ReadBodyAsync(head.Headers, time.Token);
                return body is null ? null : new Answer(head.Status, head.Headers, body);
            }
        }
        catch (OperationCanceledException)
        {
            Close();
            throw new HangException(within);
        }
    }

    private async Task<(int Status, Dictionary<string, string> Headers)?> ReadHeadAsync(CancellationToken stop)
    {
        int length;
        while ((length = buffer.AsSpan(start, end - start).IndexOf("\r\n\r\n"u8)) < 0)
            if (!await FillAsync(stop)) return null;
        var lines = Encoding.Latin1.GetString(buffer, start, length).Split("\r\n");
        start += length + 4;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
            if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0) headers[line[..colon]] = line[(colon + 1)..].Trim();
        return lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            ? (int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture), headers)
            : throw new IOException("no HTTP came back");
    }

    private async Task<byte[]?> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken stop)
    {
        if (headers.TryGetValue("content-length", out var text)) return await TakeAsync(int.Parse(text, CultureInfo.InvariantCulture), stop);
        if (!headers.ContainsKey("transfer-encoding")) return [];
        var whole = new List<byte>();
        while (true)
        {
            int line;
            while ((line = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0)
                if (!await FillAsync(stop)) return null;
            var size = int.Parse(Encoding.ASCII.GetString(buffer, start, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            start += line + 2;
            if (await TakeAsync(size + 2, stop) is not { } chunk) return null;
            if (size == 0) return [.. whole];
            whole.AddRange(chunk.AsSpan(0, size));
        }
    }

    private async Task<byte[]?> TakeAsync(int length, CancellationToken stop)
    {
        while (end - start < length)
            if (!await FillAsync(stop)) return null;
        start += length;
        return buffer.AsSpan(start - length, length).ToArray();
    }

    private async Task<bool> FillAsync(CancellationToken stop)
    {
        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var read = await socket!.ReceiveAsync(buffer.AsMemory(end), stop);
        end += read;
        return read > 0;
    }
}
