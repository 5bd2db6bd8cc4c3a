using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sealing;
using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

/// <summary>Rotations of the key-encryption key that are cut off at each of their steps, right ones and wrong ones.</summary>
internal static class CutRotations
{
    public static async Task IsCaught(string at, Func<string, Action<string>, long> rotate)
    {
        var broken = await CutEverywhere(rotate);
        Assert.Contains(at, broken);
    }

    /// <summary>Rotates in copies of a log, cut off at each step; the steps after which not all could be read.</summary>
    public static async Task<string[]> CutEverywhere(Func<string, Action<string>, long> rotate, bool ends = false)
    {
        await using var fixture = new LogFixture();
        await Fill(fixture.Log, 8);
        await fixture.Log.DisposeAsync();
        var (broken, seen) = (new List<string>(), new List<string>());
        Cut(fixture.Folder, rotate, seen.Add);
        foreach (var at in seen.Distinct().ToArray())
        {
            var copy = fixture.Folder + "-" + at;
            Copy(fixture.Folder, copy);
            Cut(copy, rotate, step =>
            {
                if (step == at) throw new CutOffException();
            });
            if (!await IsReadable(copy) || (ends && !await Ends(copy))) broken.Add(at);
            Directory.Delete(copy, recursive: true);
        }
        return [.. broken];
    }

    public static void Cut(string folder, Func<string, Action<string>, long> rotate, Action<string> step)
    {
        try
        {
            rotate(folder, step);
        }
        catch (CutOffException)
        {
            // no line of the rotation runs after it but those that close its files, as the system would
        }
    }

    public static async Task<bool> IsReadable(string folder)
    {
        try
        {
            if (!LogAudit.Check(folder).Ok) return false;
            await using var log = SqliteLog.Open(folder, Quick);
            return Enumerable.Range(0, 8).All(i => Text(log.Load($"owner{i}")!.Events[0].Body) == $"secret of {i}");
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException)
        {
            return false;
        }
    }

    /// <summary>Whether the next start leaves one key, with which all is sealed.</summary>
    public static async Task<bool> Ends(string folder)
    {
        await using (var log = SqliteLog.Open(folder, Quick))
            for (var i = 0; i < 500 && Keys(folder).Length > 2; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        return Keys(folder) is ["checkpoint.pem", "kek"] && await IsReadable(folder);
    }

    public static string[] Keys(string folder) =>
        [.. Directory.GetFiles(Path.Combine(folder, "keys")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public static long Wrongly(string folder, Action<string> step, Action<LogFolder, Database, KeyWrap, KeyWrap> rest)
    {
        var place = new LogFolder(folder);
        using var held = place.Lock();
        using var database = Database.OpenWriter(place.Database);
        using var old = place.KeyEncryptionKey(mayCreate: false, Start.Meta(database, "kek"));
        using var next = place.DraftKeyEncryptionKey();
        rest(place, database, old, next);
        step("done");
        return 0;
    }

    public static void SealAll(Database database, KeyWrap old, KeyWrap next, Action? each = null)
    {
        using var get = database.Prepare("SELECT id, wrapped_key FROM owner WHERE no = ?1");
        using var put = database.Prepare("UPDATE owner SET wrapped_key = ?2 WHERE no = ?1");
        var owners = database.Number("SELECT max(no) FROM owner");
        for (var no = 1; no <= owners; no++)
        {
            get.Bind(1, no).Step();
            var wrapped = next.Wrap(old.Unwrap(get.Blob(1), no, get.Text(0)), no, get.Text(0));
            get.Reset();
            put.Bind(1, no).Bind(2, wrapped).Run();
            each?.Invoke();
        }
    }

    public static void Name(Database database, KeyWrap key)
    {
        using var name = database.Prepare("UPDATE meta SET value = ?1 WHERE name = 'kek'");
        name.BindText(1, key.Id).Run();
    }

    public static async Task Fill(SqliteLog log, int owners)
    {
        foreach (var page in Enumerable.Range(0, owners).Chunk(500))
            await Task.WhenAll(page.Select(i => log.AppendAsync(Append($"owner{i}", 0, $"secret of {i}")).AsTask()));
    }

    public static byte[] Kek(string folder) => File.ReadAllBytes(Path.Combine(folder, "keys", "kek"));

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public sealed class CutOffException : Exception;
}
