using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>
/// Accounts as people have read them. What was read is answered too: a version that was seen does not go away, and at one
/// version a page says one thing, whether its state was decided a moment ago or folded anew from the log.
/// </summary>
internal sealed partial class Readings(Faults faults)
{
    private readonly ConcurrentDictionary<string, Reading> newest = new(StringComparer.Ordinal);

    public int Count => newest.Count;

    /// <summary>Reads these accounts again and again until the server is gone or <paramref name="isDone"/>.</summary>
    public async Task ReadOnAsync(Wire wire, Func<IEnumerable<string>> accounts, Func<bool> isDone)
    {
        try
        {
            while (!isDone())
            {
                foreach (var account in accounts()) await ReadAsync(wire, account);
                await Task.Delay(1);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // killed
        }
    }

    /// <summary>Reads some again, the newest among them; 0 for all.</summary>
    public async Task AgainAsync(Wire wire, int howMany, Random random)
    {
        var all = newest.Keys.ToArray();
        random.Shuffle(all);
        foreach (var account in all.Take(howMany)) await ReadAsync(wire, account);
    }

    public async Task ReadAsync(Wire wire, string account)
    {
        var reply = await wire.GetAsync($"/v1/accounts/{account}");
        newest.TryGetValue(account, out var before);
        if (reply.Status != 200)
        {
            if (before is not null) faults.Loses($"{account} was read at version {before.Version}, and is answered {reply}");
            return;
        }
        using var page = JsonDocument.Parse(reply.Body);
        var now = new Reading(page.RootElement.GetProperty("version").GetInt64(), Times().Replace(reply.Body, "T"));
        if (before is not null && now.Version < before.Version)
            faults.Loses($"{account} was read at version {before.Version}, and is at {now.Version}");
        else if (before is not null && now.Version == before.Version && now.Page != before.Page)
            faults.Contradicts($"{account} at version {now.Version} was read as {before.Page} and is {now.Page}");
        newest[account] = now;
    }

    /// <summary>Times are shown later where a restart lost some.</summary>
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z", RegexOptions.NonBacktracking)]
    private static partial Regex Times();

    private sealed record Reading(long Version, string Page);
}
