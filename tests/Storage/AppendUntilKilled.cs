using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Tests;

/// <summary>
/// A process to be killed: appends for some owners at once and prints each owner and version as soon as it is
/// acknowledged. Ends with 3 once the log is unavailable and has said so a second time without delay.
/// </summary>
internal static class AppendUntilKilled
{
    public const int Owners = 8;

    public static async Task<int> Run(string folder)
    {
        await using var log = SqliteLog.Open(folder, LogFixture.Quick with { FlushEvery = 300 });
        var refused = await Task.WhenAll(Enumerable.Range(0, Owners).Select(n => Task.Run(() => Append(log, $"owner{n}"))));
        return refused.All(again => again) ? 3 : 1;
    }

    public static Append Next(string owner, long version) =>
        LogFixture.Append(owner, version, $"{owner} {version + 1}", $"{owner} {version + 2}") with
        {
            Claims = [ClaimOf(owner, version + 2)],
            Request = LogFixture.Request($"{owner} {version + 2}"),
        };

    public static LogKey ClaimOf(string owner, long version) => LogKey.Of("approval", owner, version.ToString());

    private static async Task<bool> Append(SqliteLog log, string owner)
    {
        var version = log.Load(owner)?.Version ?? 0;
        try
        {
            while (true)
            {
                var recorded = (AppendResult.Recorded)await log.AppendAsync(Next(owner, version));
                version = recorded.Version;
                Console.WriteLine($"{owner} {version}");
                if (version % 100 == 0) log.OfferSnapshot(owner, version, System.Text.Encoding.UTF8.GetBytes($"{owner} {version}"));
            }
        }
        catch (LogUnavailableException e)
        {
            Console.Error.WriteLine(e.Message);
        }
        try
        {
            await log.AppendAsync(Next(owner, version));
            return false;
        }
        catch (LogUnavailableException)
        {
            return true;
        }
    }
}
