using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Holdfast.Server.Channels.Webhooks;

namespace Holdfast.Server.Tests.Channels.Webhooks.Outside;

/// <summary>
/// A small internet: names with their addresses, a few public places where one receiver answers, and a record of
/// everything that was looked up and connected to. What is public here is a list, so that the rule under test does not
/// judge itself.
/// </summary>
internal sealed class Internet(Receiver? receiver)
{
    /// <summary>Where the receiver answers.</summary>
    public static readonly IPAddress[] Open = [IPAddress.Parse("93.184.215.14"), IPAddress.Parse("2606:4700::1111")];

    /// <summary>Public, and nobody answers, so that the next address is tried.</summary>
    public static readonly IPAddress[] Silent =
        [IPAddress.Parse("93.184.215.99"), IPAddress.Parse("2a00:1450:4001:830::200e")];

    private readonly ConcurrentDictionary<string, Func<int, IPAddress[]>> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, int> lookUps = new(StringComparer.OrdinalIgnoreCase);
    private long bytesRead;

    public ConcurrentQueue<IPEndPoint> Connections { get; } = [];

    public IReadOnlyCollection<string> LookedUp => [.. lookUps.Keys];

    public long BytesRead => Interlocked.Read(ref bytesRead);

    public int LookUpsOf(string name) => lookUps.GetValueOrDefault(name);

    public void Name(string name, params IPAddress[] addresses) => names[name] = _ => addresses;

    /// <summary>Answers one after the other; the last one stays.</summary>
    public void Rebind(string name, params IPAddress[][] answers) =>
        names[name] = time => answers[Math.Min(time, answers.Length - 1)];

    public void Forget()
    {
        Connections.Clear();
        lookUps.Clear();
    }

    [SuppressMessage("Security", "CA5359", Justification = "where it leads is asked here, not who answers")]
    public OutboundOptions Options() => new()
    {
        Resolve = Resolve,
        Connect = Connect,
        Trust = (_, _, _, _) => true,
        Limit = TimeSpan.FromSeconds(60),
    };

    /// <summary>
    /// An unknown name is read as the system's resolver reads it: `127.1` and `0x7f.1` are addresses to it.
    /// </summary>
    public Task<IPAddress[]> Resolve(string host, CancellationToken cancellation)
    {
        var time = lookUps.AddOrUpdate(host, 1, (_, before) => before + 1) - 1;
        if (names.TryGetValue(host, out var answer)) return Task.FromResult(answer(time));
        if (IPAddress.TryParse(host, out var literal)) return Task.FromResult<IPAddress[]>([literal]);
        throw new SocketException((int)SocketError.HostNotFound);
    }

    public async ValueTask<Stream> Connect(IPEndPoint place, CancellationToken cancellation)
    {
        Connections.Enqueue(place);
        if (receiver is null || place.Port != 443 || !Open.Contains(place.Address))
            throw new SocketException((int)SocketError.ConnectionRefused);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, receiver.Port, cancellation);
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new CountingStream(stream, read => Interlocked.Add(ref bytesRead, read));
    }

    public static bool IsPublic(IPEndPoint place) =>
        place.Port == 443 && (Open.Contains(place.Address) || Silent.Contains(place.Address));
}
