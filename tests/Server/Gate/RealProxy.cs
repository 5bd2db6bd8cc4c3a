using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Holdfast.Server.Tests.OpenApi;

namespace Holdfast.Server.Tests.Gate;

/// <summary>nginx or Caddy with a configuration of `deploy/`, whose ports are free ones.</summary>
internal sealed class RealProxy : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-proxy-").FullName;
    private Process? process;

    private RealProxy(int port) => Port = port;

    public int Port { get; }

    public static string? Missing(string program) => Array.Exists(["/usr/sbin/", "/usr/bin/"], f => File.Exists(f + program)) ? null : $"{program} is not installed";

    /// <param name="file">Under `deploy`.</param>
    /// <param name="bind">The address that nginx calls from; null for the one that it is called at.</param>
    public static async Task<RealProxy> StartAsync(string file, int holdfast, int exchange, string? bind = null)
    {
        var proxy = new RealProxy(FreePort());
        var text = File.ReadAllText(Path.Combine(Repository.Root, "deploy", file))
            .Replace("5080", $"{holdfast}", StringComparison.Ordinal).Replace("8080", $"{exchange}", StringComparison.Ordinal);
        foreach (var written in new[] { "8000", "8001", "8002" }) text = text.Replace(written, $"{proxy.Port}", StringComparison.Ordinal);
        proxy.process = file.StartsWith("nginx", StringComparison.Ordinal) ? proxy.Nginx(text, bind) : proxy.Caddy(text);
        _ = proxy.process.StandardError.ReadToEndAsync();
        _ = proxy.process.StandardOutput.ReadToEndAsync();
        while (!await proxy.AnswersAsync()) await Task.Delay(20);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    private Process Nginx(string server, string? bind)
    {
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            worker_processes 1;
            daemon off;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events { }
            http {
                access_log off;
                {{(bind is null ? "" : $"proxy_bind {bind};")}}
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                {{server}}
            }
            """);
        return Start("/usr/sbin/nginx", "-p", folder, "-c", Path.Combine(folder, "nginx.conf"));
    }

    private Process Caddy(string text)
    {
        File.WriteAllText(Path.Combine(folder, "Caddyfile"), text);
        return Start("/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", Path.Combine(folder, "Caddyfile"));
    }

    private Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
        Environment = { ["HOME"] = folder, ["XDG_DATA_HOME"] = folder, ["XDG_CONFIG_HOME"] = folder },
    })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        if (process!.HasExited) throw new InvalidOperationException($"the proxy ended with {process.ExitCode}");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
