using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.System.Tests.Kills;
using Holdfast.System.Tests.Races;
using Served = Holdfast.System.Tests.Serving.Program;

namespace Holdfast.System.Tests.Imports;

/// <summary>`holdfast import`, by two people, while the server is killed in the middle of it.</summary>
public sealed class MovingIn : IDisposable
{
    private const int Accounts = 12_000, KilledAfter = 1_500;

    private const string Tron = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

    private readonly string here = Directory.CreateTempSubdirectory("holdfast-import-").FullName;

    private string Data => Path.Combine(here, "data");

    private string AccountsFile => Path.Combine(here, "accounts.ndjson");

    public void Dispose() => Directory.Delete(here, recursive: true);

    [Fact]
    public async Task Goes_on_where_a_kill_cut_it_off()
    {
        await File.WriteAllLinesAsync(AccountsFile, Enumerable.Range(0, Accounts).Select(Line), TestContext.Current.CancellationToken);
        using (var server = HoldfastProcess.Start(Data))
        {
            await server.ReadyAsync();
            var (proposed, _, said) = await ImportAsync(server, "staff-1");
            Assert.Equal(3, proposed);
            var act = said.Split("--act ")[1].Split(' ')[0];
            Assert.Equal(2, (await ImportAsync(server, "staff-1", "--act", act)).Code);
            using var seconded = Import(server, "staff-2", "--act", act);
            await TakenAsync(server, KilledAfter);
            server.Kill();
            Assert.Equal(2, (await seconded.EndAsync()).Code);
        }
        using (var server = HoldfastProcess.Start(Data))
        {
            await server.ReadyAsync();
            var (code, errors, said) = await ImportAsync(server, "staff-1");
            Assert.True(code == 0, errors + said);
            var counts = said.TrimEnd().Split('\n')[^1].Split([" lines: ", " taken, ", " taken before, ", " wrong"], StringSplitOptions.None)
                .Take(4).Select(n => int.Parse(n, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal((Accounts, Accounts, 0), (counts[0], counts[1] + counts[2], counts[3]));
            Assert.True(counts[1] > 0 && counts[2] >= KilledAfter, said);
            await IsWholeAsync(server);
        }
        var audit = HoldfastProcess.Audit(Data, null);
        Assert.True(audit.Ok, audit.Said);
    }

    /// <summary>Each account came once, and all that it held is in force.</summary>
    private static async Task IsWholeAsync(HoldfastProcess server)
    {
        using var wire = new Wire(server.Address, HoldfastProcess.Token);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var after = 0L; ;)
        {
            var events = JsonNode.Parse((await wire.GetAsync($"/v1/events?after={after}&limit=1000")).Body)!["events"]!.AsArray();
            if (events.Count == 0) break;
            after = (long)events[^1]!["position"]!;
            foreach (var imported in events.Where(e => (string)e!["type"]! == "accountImported")) Assert.True(seen.Add((string)imported!["account"]!));
        }
        Assert.Equal(Accounts, seen.Count);
        for (var i = 0; i < Accounts; i += 97)
        {
            var account = JsonNode.Parse((await wire.GetAsync($"/v1/accounts/a{i}")).Body)!;
            Assert.Empty(account["changes"]!.AsArray());
            Assert.Equal("inForce", (string?)account["destinations"]![0]!["state"]);
        }
    }

    private static string Line(int i) => $$"""
        {"id":"a{{i}}","email":"a{{i}}@example.com","holds":[{"since":"2024-05-01T00:00:00Z","edit":{"op":"addDestination","asset":"USDT","network":"TRON","address":"{{Tron}}","tag":null,"label":"savings"} }]}
        """.Trim();

    private async Task TakenAsync(HoldfastProcess server, int lines)
    {
        var digest = Convert.ToHexStringLower(global::System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(AccountsFile, TestContext.Current.CancellationToken)));
        using var wire = new Wire(server.Address, (await File.ReadAllTextAsync(Path.Combine(Data, "staff-1"), TestContext.Current.CancellationToken)).Trim());
        for (var tries = 0; tries < 6_000; tries++)
        {
            if (await wire.GetAsync("/v1/import/" + digest) is { Status: 200 } reply && (int)JsonNode.Parse(reply.Body)!["taken"]! >= lines) return;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("it took nothing within 30 s");
    }

    private Served Import(HoldfastProcess server, string staff, params string[] more) =>
        Served.Start(["import", AccountsFile, "--url", server.Address, "--token-file", Path.Combine(Data, staff), .. more]);

    private async Task<(int Code, string Errors, string Output)> ImportAsync(HoldfastProcess server, string staff, params string[] more)
    {
        using var program = Import(server, staff, more);
        return await program.EndAsync();
    }
}
