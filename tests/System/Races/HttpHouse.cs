using Holdfast.Domain.Time;
using Holdfast.Server.Hosting;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.System.Tests.Races;

/// <summary>A whole server behind its socket.</summary>
internal sealed class HttpHouse : House
{
    private readonly HoldfastServer server;
    private readonly Wire wire;
    private SqliteLog? ended;

    private HttpHouse(Func<string, HoldfastServer> start)
    {
        server = start(Folder);
        wire = new Wire(server.Addresses.First(), server.Tokens!.Platform);
    }

    public static async Task<HttpHouse> OpenAsync()
    {
        await Task.Yield();
        return new HttpHouse(folder => HoldfastServer.StartAsync(
            new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true, PasskeyOrigins = PasskeyBurst.Origin }).GetAwaiter().GetResult());
    }

    public override Task<Reply> PostAsync(string path, string body, string key, int node) => wire.PostAsync(path, body, key);

    public override async Task AdvanceAsync(TimeSpan by)
    {
        if (by <= TimeSpan.Zero) return;
        var reply = await wire.PostAsync("/sandbox/clock", $$"""{"advance":"{{Spans.Format(by)}}"}""", NewKey());
        Assert.Equal(200, reply.Status);
    }

    /// <summary>Letters count as taken in a sandbox, and the clock waits until all are written.</summary>
    public override Task TellAsync(string account) => Task.CompletedTask;

    public override async Task<string> CodeAsync(string secret) =>
        Instant.TryParse((await wire.GetAsync("/sandbox/clock")).Text("now"), out var now)
            ? Authenticator.Of(secret, now)
            : throw new InvalidOperationException("the clock doesn't tell the time");

    public override async Task<ILog> EndAsync()
    {
        await server.DisposeAsync();
        return ended = SqliteLog.Open(Folder);
    }

    public override async ValueTask DisposeAsync()
    {
        wire.Dispose();
        if (ended is null) await server.DisposeAsync();
        else await ended.DisposeAsync();
        await base.DisposeAsync();
    }
}
