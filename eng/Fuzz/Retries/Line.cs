using System.Net;
using System.Net.Sockets;
using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzz.Retries;

/// <summary>What the way between client and server does to a request.</summary>
internal enum Fault
{
    Nothing,
    DropRequest,

    /// <summary>The server has decided; nobody hears it.</summary>
    DropReply,

    /// <summary>The connection goes while the server decides.</summary>
    CutReply,

    CutBody,

    /// <summary>Twice at the same time.</summary>
    Duplicate,

    /// <summary>Kept, and delivered behind later ones, when the client has long tried again.</summary>
    Late,

    Delay,
}

/// <summary>The way between one client and the server. It sees every answer, also those that it keeps from the client.</summary>
internal sealed class Line(Func<IPEndPoint> server, Random random, Action<string> wrong) : IDisposable
{
    private const int MostLate = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Deed> late = [];
    private IPEndPoint? at;
    private Wire one = null!, other = null!;

    public long Injections { get; private set; }

    public static Fault[] Faults { get; } = Enum.GetValues<Fault>();

    /// <summary>Tries once; whether the client heard an answer.</summary>
    public async Task<bool> TryAsync(Deed deed, Fault fault)
    {
        Injections++;
        Connect();
        switch (fault)
        {
            case Fault.DropRequest:
                return false;
            case Fault.DropReply:
                await SendAsync(one, deed);
                return false;
            case Fault.CutReply:
                await LeaveAsync(deed.Whole);
                return false;
            case Fault.CutBody:
                await LeaveAsync([.. deed.Head, .. deed.Body.AsSpan(0, deed.Body.Length / 2)]);
                return false;
            case Fault.Duplicate:
                var heard = await Task.WhenAll(SendAsync(one, deed), SendAsync(other, deed));
                return heard[0] || heard[1];
            case Fault.Late:
                late.Add(deed);
                if (late.Count > MostLate) await DeliverLateAsync();
                return false;
            case Fault.Delay:
                await Task.Delay(random.Next(1, 4));
                return await SendAsync(one, deed);
            case Fault.Nothing:
                return await SendAsync(one, deed);
            default:
                throw new InvalidOperationException($"no way to do {fault}");
        }
    }

    /// <summary>In another order than they were sent.</summary>
    public async Task DeliverLateAsync()
    {
        Connect();
        while (late.Count > 0)
        {
            var i = random.Next(late.Count);
            await SendAsync(one, late[i]);
            late.RemoveAt(i);
        }
    }

    public void Dispose()
    {
        one?.Dispose();
        other?.Dispose();
    }

    private void Connect()
    {
        if (server().Equals(at)) return;
        Dispose();
        at = server();
        (one, other) = (new Wire(at, Patience), new Wire(at, Patience));
    }

    private async Task<bool> SendAsync(Wire wire, Deed deed)
    {
        try
        {
            if (await wire.SendAsync(deed.Whole) is not { } answer) return false;
            if (deed.Witness(answer) is { } what) wrong(what);
            return true;
        }
        catch (HangException e)
        {
            wrong(e.Message);
            return false;
        }
    }

    /// <summary>Sends, and is gone.</summary>
    private async Task LeaveAsync(byte[] bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(at!);
        await socket.SendAsync(bytes);
        if (random.Next(2) == 0) await Task.Delay(random.Next(3));
        socket.LingerState = new LingerOption(true, random.Next(2) * 5);
    }
}
