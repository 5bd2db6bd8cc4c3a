using System.Text;
using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.Telemetry;
using Holdfast.Storage.Backups;
using Holdfast.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Canaries;

/// <summary>
/// A household lives through the real API, and then everything that the server wrote is searched for what it entered and
/// was handed, in every form. Three kinds of places hold such things by design, and are named here: the first tokens, until
/// somebody takes them away; a sandbox's letters, which are addressed to people; the account's id in the log, by which it is found.
/// </summary>
[Collection("listens to Holdfast")]
public sealed class WhatIsLeftBehind
{
    [Fact]
    public async Task Holds_no_secret_and_tells_of_nobody()
    {
        using var lines = new CapturedLines();
        await using var collector = new Collector();
        await using var world = await World.StartedAsync(
            change: o => o with { LogLevel = LogLevel.Trace, Logs = lines, Otlp = collector.Address });
        var household = await Household.LiveInAsync(world);
        var before = new Canary("old key-encryption key", "") { Bytes = File.ReadAllBytes(Path.Combine(world.Data, "keys", "kek")) };
        var running = Read(world.Data);
        RotationRequest.Ask(world.Data);
        while (RotationRequest.IsAsked(world.Data)) await Task.Delay(20, TestContext.Current.CancellationToken);
        var rotated = Read(world.Data);
        var page = Encoding.UTF8.GetBytes((await world.Platform.GetAsync("/metrics")).Body);
        await world.StopAsync();
        (string Place, byte[] Bytes)[] places =
        [
            .. running.Select(f => ("running: " + f.Place, f.Bytes)), .. rotated.Select(f => ("rotated: " + f.Place, f.Bytes)), .. Read(world.Data), .. Backup(world.Data), ("log lines", lines.All), ("metrics", page),
            .. collector.Taken.Select(t => (t.Path, t.Body)),
        ];
        Assert.Contains(places, p => p.Place == "running: log.db-wal" && p.Bytes.Length > 10_000);
        Assert.Contains(places, p => p.Place.StartsWith("backup: ", StringComparison.Ordinal) && p.Bytes.Length > 10_000);
        Assert.Equal(
            ["a token that staff made", "first staff token", "passphrase", "platform token", "seed of codes", "shared secret", "veto token", "webhook secret"],
            household.Secrets.Where(s => s.Bytes is null && s.Name != "permit").Select(s => s.Name.Replace("second", "first", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(places, p => p.Place == "log lines" && p.Bytes.Length > 1_000);
        Assert.Equal([], Search.Find(places.Where(p => !IsLetter(p.Place) && !IsFirstToken(p.Place)), household.Secrets));
        Assert.Equal([], Search.Find(places.Where(p => !p.Place.StartsWith("running: ", StringComparison.Ordinal)), [before]));
        Assert.Equal([], Search.Find(places.Where(p => !IsLetter(p.Place)), household.Personal));
        Assert.Equal([], Search.Find(places.Where(p => !IsLetter(p.Place) && !p.Place.Contains(".db", StringComparison.Ordinal)), household.Ids));
        // what is there by design is found, so the search does search
        Assert.NotEmpty(Search.Find(places.Where(p => IsFirstToken(p.Place)), household.Secrets));
        Assert.NotEmpty(Search.Find(running, [before]));
        Assert.NotEmpty(Search.Find(places.Where(p => p.Place.EndsWith("log.db", StringComparison.Ordinal)), household.Ids));
    }

    /// <summary>A password that was given to sign in with, while signing in fails and is told of.</summary>
    [Fact]
    public async Task Holds_no_password_of_the_mail_server()
    {
        using var lines = new CapturedLines();
        var password = new Canary("password", "zaunkoenig-4711-im-gebuesch");
        await using var server = await RunningServer.ProductionAsync(o => o with
        {
            Smtp = "smtp://user@127.0.0.1:9",
            SmtpPassword = password.Text,
            LogLevel = LogLevel.Trace,
            Logs = lines,
        });
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        while (Search.Find([("log lines", lines.All)], [new Canary("the line of a failure", "was not taken at attempt")]).Length == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        var ready = Encoding.UTF8.GetBytes((await server.Nobody.GetAsync("/readyz")).Body);
        await server.StopAsync();
        Assert.Equal([], Search.Find([.. Read(server.Data), ("log lines", lines.All), ("/readyz", ready)], [password, new Canary("email", "alice@example.com")]));
    }

    /// <summary>What an answer gave once it gives no more. Links of letters are in the feed, for platforms that write themselves.</summary>
    [Fact]
    public async Task Is_not_told_again_by_any_answer()
    {
        await using var world = await World.StartedAsync();
        var household = await Household.LiveInAsync(world);
        var answers = new List<(string, byte[])>();
        foreach (var path in (string[])["/v1/events?after=0&limit=1000", "/v1/accounts/konto-gisela-7781", "/v1/accounts/konto-gisela-7781/withdrawals/w3", "/readyz", "/metrics", "/openapi/v1.json", "/.well-known/jwks.json"])
            answers.Add((path, Encoding.UTF8.GetBytes((await world.Platform.GetAsync(path)).Is(200).Body)));
        Assert.Equal([], Search.Find(answers, household.Secrets.Where(s => s.Name is not "veto token")));
        Assert.Equal([], Search.Find(answers.Where(a => a.Item1.StartsWith("/v1", StringComparison.Ordinal) == false), household.All));
        Assert.NotEmpty(Search.Find(answers, household.Personal));
    }

    [Theory]
    [InlineData("a label in the log", "insert into fact values ('planted', 'papagei bot 313')")]
    [InlineData("a phone number in hex", "insert into fact values ('planted', lower(hex('+4915155501234')))")]
    [InlineData("an email as a blob", "insert into fact values ('planted', cast(x'6769' as text) || 'sela.papagei@example.com')")]
    public async Task Would_be_caught_with(string what, string sql)
    {
        await using var world = await World.StartedAsync();
        var household = await Household.LiveInAsync(world);
        await world.StopAsync();
        using (var database = new SqliteConnection($"Data Source={Path.Combine(world.Data, "log.db")};Pooling=False"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        Assert.True(Search.Find(Read(world.Data).Where(p => !IsLetter(p.Place)), household.Personal).Length > 0, what);
    }

    private static bool IsLetter(string place) => place.Contains("outbox/", StringComparison.Ordinal);

    private static bool IsFirstToken(string place) => place.EndsWith("-token", StringComparison.Ordinal) || place.EndsWith("staff-1", StringComparison.Ordinal) || place.EndsWith("staff-2", StringComparison.Ordinal);

    private static (string Place, byte[] Bytes)[] Read(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "lock").Select(f => (Path.GetRelativePath(folder, f), Content(f))),
    ];

    /// <summary>What a backup holds; its keys are kept apart.</summary>
    private static (string Place, byte[] Bytes)[] Backup(string folder)
    {
        var to = Directory.CreateTempSubdirectory("holdfast-backup-").FullName;
        LogBackup.Write(folder, to);
        var files = Read(to);
        Directory.Delete(to, recursive: true);
        return [.. files.Select(f => ("backup: " + f.Place, f.Bytes))];
    }

    private static byte[] Content(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

/// <summary>Looks for canaries in places.</summary>
internal static class Search
{
    public static string[] Find(IEnumerable<(string Place, byte[] Bytes)> places, IEnumerable<Canary> canaries)
    {
        Canary[] all = [.. canaries];
        return [.. places.SelectMany(p => all.SelectMany(c => c.In(p.Bytes).Select(form => $"{c.Name} in {p.Place}, {form}"))).Distinct()];
    }
}
