using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Durability.Stories;
using Holdfast.Server.Hosting;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.PowerCuts;

/// <summary>The traced programs: each works in a folder and says what it acknowledged at the moment when it does.</summary>
internal static class Writers
{
    private static readonly Lock Gate = new();
    private static readonly Stream Output = Console.OpenStandardOutput();

    /// <param name="bug">Planted: `early` says so before the commit, `normal` commits without a sync; empty for none.</param>
    public static async Task<int> PlayAsync(string name, int seed, string bug, string folder)
    {
        var player = new Player(folder, Core.Tell(name, seed), no => Say($"did {no}"), seen => Say($"saw {seen.ToJson()}"))
        {
            TellsEarly = bug == "early",
            Opened = log =>
            {
                if (bug == "normal") DatabaseOf(log).Execute("PRAGMA synchronous=NORMAL");
            },
        };
        return await player.PlayAsync() is null ? 0 : 1;
    }

    /// <summary>
    /// The server's first start, some commands, and a second start. From the first moment at which it can answer, somebody
    /// may rely on each file beside the log: on a token, or on what one of the keys signed or sealed.
    /// </summary>
    public static async Task<int> ServeAsync(string folder)
    {
        for (var start = 0; start < 2; start++)
        {
            await using var server = await HoldfastServer.StartAsync(
                new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true });
            SayFiles(folder);
            using var http = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(Path.Combine(folder, "platform-token")).Trim());
            for (var i = 0; i < 4; i++)
            {
                var account = $"account-{start}-{i}";
                using var body = new StringContent($$"""{"id":"{{account}}"}""", Encoding.UTF8, "application/json");
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/accounts") { Content = body };
                request.Headers.Add("Idempotency-Key", account);
                using var answer = await http.SendAsync(request);
                answer.EnsureSuccessStatusCode();
                Say($"opened {account}");
            }
            SayFiles(folder);
        }
        return 0;
    }

    /// <summary>One call for one line, so that the trace has it whole and where it was said.</summary>
    public static void Say(string line)
    {
        lock (Gate) Output.Write(Encoding.UTF8.GetBytes($"{Trace.Mark}{line}\n"));
    }

    private static void SayFiles(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            if (Path.GetRelativePath(folder, file) is var name && RelyingOnFiles.IsReliedOn(name))
                Say($"file {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))} {name}");
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_database")]
    private static extern ref Database DatabaseOf(SqliteLog log);
}
