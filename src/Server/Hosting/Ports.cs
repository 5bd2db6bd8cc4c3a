using System.Net;
using System.Net.Sockets;

namespace Holdfast.Server.Hosting;

/// <summary>Tries whether the addresses can be listened on before any data is made: the first start makes tokens that are shown once.</summary>
internal static class Ports
{
    /// <summary>What can't be listened on, each in one line; addresses that are malformed are left to <see cref="ServerOptions.Mistakes"/>.</summary>
    public static IEnumerable<string> Mistakes(ServerOptions options)
    {
        var held = new List<TcpListener>();
        try
        {
            foreach (var url in options.Urls.Split(';'))
                if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port > 0 && Why(uri, held) is { } why)
                    yield return $"--urls `{url}` can't be listened on: {why}";
        }
        finally
        {
            foreach (var listener in held) listener.Dispose();
        }
    }

    /// <summary>Held until all were tried, so that an address that is named twice is found.</summary>
    private static string? Why(Uri uri, List<TcpListener> held)
    {
        foreach (var address in AddressesOf(uri))
        {
            var listener = new TcpListener(address, uri.Port);
            held.Add(listener);
            try
            {
                listener.Start();
            }
            catch (SocketException e)
            {
                return e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the port is in use" : e.Message;
            }
        }
        return null;
    }

    /// <summary>As the server will bind them: a name other than `localhost` stands for every address.</summary>
    private static IPAddress[] AddressesOf(Uri uri) =>
        IPAddress.TryParse(uri.DnsSafeHost, out var address) ? [address]
        : uri.IsLoopback ? [IPAddress.Loopback]
        : [IPAddress.Any];
}
