using Holdfast.Server.Deliveries;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Bench;

/// <summary>Fills a data folder with accounts of the shape, through the log and with the events that the server would write.</summary>
internal static class Seed
{
    public static async Task WriteAsync(string folder, ServerOptions options, int accounts)
    {
        await (await HoldfastServer.StartAsync(options)).DisposeAsync();
        await using var log = SqliteLog.Open(folder, new SqliteLogOptions { Time = options.Time });
        var under = new List<Task>();
        for (var i = 0; i < accounts; i++)
        {
            under.Add(WriteAsync(log, $"account-{i}"));
            if (under.Count < 256) continue;
            await Task.WhenAll(under);
            under.Clear();
        }
        await Task.WhenAll(under);
        using var outgoing = Outgoing.Open(Path.Combine(folder, "outgoing.db"), log.Head);
        outgoing.Take(log.Head, [], [], [], []);
        await log.SetMetaAsync("announcer", log.Head.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task WriteAsync(SqliteLog log, string id)
    {
        var version = 0L;
        foreach (var batch in Shapes.Events(id).Chunk(64).SelectMany(c => c.GroupBy(e => e.At)))
        {
            var events = batch.Select(e => EventCodec.Write(e.Event)).ToArray();
            var result = await log.AppendAsync(new Append(
                id, version, batch.Key.Milliseconds, events, null, version == 0 ? [OwnerBook.AccountKey(id)] : [], []));
            if (result is not AppendResult.Recorded recorded) throw new InvalidOperationException($"{result}");
            version = recorded.Version;
        }
    }
}
