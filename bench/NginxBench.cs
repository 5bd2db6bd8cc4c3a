using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Bench;

/// <summary>
/// Through nginx with the configuration of `deploy/` (`auth_request` to Holdfast, each request signed for itself) against the same nginx
/// whose `auth_request` asks an empty endpoint of the same server; both lead to the same small file. Alternately, in one run.
/// </summary>
internal static class NginxBench
{
    private const int Keys = 10_000, Clients = 64, Rounds = 5;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(string[] args)
    {
        await using var house = await GateHouse.StartAsync(Keys);
        using var nginx = Nginx.Start(house.Port);
        await nginx.AnswersAsync();
        var (asked, answered) = (new List<LoadResult>(), new List<LoadResult>());
        await AskAsync(house, nginx.Holdfast, house.Keys + Clients, TimeSpan.Zero, house.Keys, "&recvWindow=60000");
        for (var i = 0; i < Rounds; i++)
        {
            asked.Add(await AskAsync(house, nginx.Holdfast, 120_000, Round));
            // the same requests, so that nginx passes as much on
            answered.Add(await AskAsync(house, nginx.Empty, 120_000, Round));
        }
        var (a, e) = (Median(asked), Median(answered));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"nginx: ratio {a.Rate / e.Rate:0.00} (aim 0.85) = {a.Rate:N0}/s with auth_request to Holdfast ÷ {e.Rate:N0}/s to an empty endpoint; "
            + $"p50 {a.Percentile(.5):0.00} ÷ {e.Percentile(.5):0.00} ms, p99 {a.Percentile(.99):0.00} ÷ {e.Percentile(.99):0.00} ms; refused {asked.Sum(x => x.Errors)} of {asked.Sum(x => x.Requests):N0} (aim 0)"));
    }

    private static async Task<LoadResult> AskAsync(GateHouse house, int port, int prepared, TimeSpan time, long atLeast = 0, string more = "")
    {
        var requests = await house.SignAsync(prepared, more, bare: true);
        var next = -1;
        var load = new Load(port, _ => requests[Math.Min(requests.Length - 1, Interlocked.Increment(ref next))], Clients) { Takes = ["200"] };
        return await load.RunAsync(time, atLeast: atLeast);
    }

    private static LoadResult Median(List<LoadResult> results) => results.OrderBy(r => r.Rate).ElementAt(results.Count / 2);

    /// <summary>One nginx with the server of `deploy/nginx/auth-request.conf` twice.</summary>
    private sealed class Nginx : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("holdfast-nginx-").FullName;
        private Process? process;

        public int Holdfast { get; } = FreePort();

        public int Empty { get; } = FreePort();

        public static Nginx Start(int holdfast)
        {
            var nginx = new Nginx();
            File.WriteAllText(Path.Combine(nginx.folder, "file"), "a small file\n");
            var server = File.ReadAllText(Path.Combine(Repository(), "deploy", "nginx", "auth-request.conf"))
                .Replace("proxy_pass http://127.0.0.1:8080;", $"root {nginx.folder}; try_files /file =404;", StringComparison.Ordinal)
                // everybody calls from this machine, which is the proxy's address
                .Replace("$remote_addr", GateHouse.Ip, StringComparison.Ordinal)
                .Replace("5080", $"{holdfast}", StringComparison.Ordinal);
            var asking = server.Replace("8000", $"{nginx.Holdfast}", StringComparison.Ordinal);
            var empty = server.Replace("8000", $"{nginx.Empty}", StringComparison.Ordinal)
                .Replace("http://holdfast/authz", "http://nobody/bench/empty", StringComparison.Ordinal).Replace("upstream holdfast", "upstream nobody", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(nginx.folder, "nginx.conf"), $$"""
                user root; worker_processes 1; daemon off; pid {{nginx.folder}}/pid; error_log {{nginx.folder}}/error.log;
                events { worker_connections 1024; }
                http {
                    access_log off; keepalive_requests 100000000;
                    client_body_temp_path {{nginx.folder}}/body; proxy_temp_path {{nginx.folder}}/proxy; fastcgi_temp_path {{nginx.folder}}/fastcgi;
                    uwsgi_temp_path {{nginx.folder}}/uwsgi; scgi_temp_path {{nginx.folder}}/scgi;
                    {{asking}}
                    {{empty}}
                }
                """);
            nginx.process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", nginx.folder, "-c", Path.Combine(nginx.folder, "nginx.conf")]))
                ?? throw new InvalidOperationException("nginx does not start");
            return nginx;
        }

        public async Task AnswersAsync()
        {
            for (var tries = 0; tries < 200; tries++, await Task.Delay(20))
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(IPAddress.Loopback, Empty);
                    return;
                }
                catch (SocketException e)
                {
                    if (process!.HasExited) throw new InvalidOperationException(await File.ReadAllTextAsync(Path.Combine(folder, "error.log")), e);
                }
            throw new InvalidOperationException("nginx does not answer");
        }

        public void Dispose()
        {
            process?.Kill(entireProcessTree: true);
            process?.WaitForExit();
            process?.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private static string Repository()
        {
            var at = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(at, "Holdfast.slnx"))) at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("outside the repository");
            return at;
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
