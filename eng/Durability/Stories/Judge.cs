using System.Globalization;
using System.Text;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Stories;

/// <summary>What was told until some moment: numbers of deeds, and the newest checkpoint that others could have seen.</summary>
internal sealed record Told(IReadOnlySet<int> Deeds, Checkpoint? Seen);

/// <summary>Opens a folder as the next start would, and says what is not as it was told, or there by halves.</summary>
internal static class Judge
{
    /// <param name="goOn">Also records something more: a log that opens must go on.</param>
    public static async Task<List<string>> CheckAsync(string folder, Story story, Told told, bool goOn = false)
    {
        try
        {
            List<string> faults;
            await using (var log = SqliteLog.Open(folder, story.Options))
            {
                faults = [.. Missing(log, story, told)];
                if (goOn && await log.AppendAsync(new Deed.Record("next", 0, 2, 0, true, true).Append) is not AppendResult.Recorded)
                    faults.Add("it does not go on");
            }
            faults.AddRange(LogAudit.Check(folder, told.Seen).Findings.Select(f => $"audit, position {f.Position}: {f.What}"));
            return faults;
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException)
        {
            return [$"it does not open: {e.Message}"];
        }
    }

    private static IEnumerable<string> Missing(SqliteLog log, Story story, Told told)
    {
        var bodies = log.Read(0, int.MaxValue).GroupBy(e => e.Owner, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        var erased = story.Deeds.OfType<Deed.Erase>().Select(e => e.Owner).ToHashSet(StringComparer.Ordinal);
        var lates = story.Deeds.OfType<Deed.Late>().Select(late => late.Of).ToHashSet();
        foreach (var deed in story.Deeds)
        {
            var fault = deed switch
            {
                Deed.Record record => Recorded(
                    log, record, bodies, erased, told.Deeds.Contains(deed.No), lates.Contains(record) && !told.Deeds.Contains(deed.No)),
                Deed.Again again when told.Deeds.Contains(deed.No) => Recorded(log, again.Of, bodies, erased, true),
                Deed.Late late when told.Deeds.Contains(deed.No) => Recorded(log, late.Of, bodies, erased, true),
                Deed.Refuse refuse => Answered(log, refuse, told.Deeds.Contains(deed.No)),
                Deed.Keep keep => Kept(log, keep),
                Deed.Note note => Noted(log, note, told.Deeds.Contains(deed.No)),
                Deed.Erase erase when told.Deeds.Contains(deed.No) => log.Load(erase.Owner) is { Erased: true } ? null : "is there again",
                _ => null,
            };
            if (fault is not null) yield return $"{deed}: {fault}";
        }
        if (told.Seen is { } seen && !(log.LatestCheckpoint?.Position >= seen.Position))
            yield return $"checkpoint {seen.Position} was seen and is lost";
    }

    /// <summary>All of it or nothing, and all of it where it was told.</summary>
    /// <param name="mayBeLate">Where it was denied, the one that should have come too late came in time, without a request.</param>
    private static string? Recorded(
        SqliteLog log, Deed.Record record, Dictionary<string, StoredEvent[]> bodies, HashSet<string> erased, bool told,
        bool mayBeLate = false)
    {
        var events = bodies.GetValueOrDefault(record.Owner) ?? [];
        if (events.Length <= record.Expected)
            return told ? "was told and is lost" : Traces(log, record) ? "left a trace without its events" : null;
        if (events.Length < record.Version) return "is there by halves";
        for (var version = record.Expected + 1; version <= record.Version; version++)
        {
            var body = events[version - 1].Body;
            if (body is null && erased.Contains(record.Owner)) continue;
            if (body is null || !body.Value.Span.SequenceEqual(Deed.Record.BodyOf(record.Owner, version, record.Size)))
                return $"has another body at version {version}";
        }
        if (record.Claims && log.Find(record.Claim) is null) return "lost its claim";
        return record.Asks && !mayBeLate && log.FindRequest(record.Request.Key) is null ? "lost its request" : null;
    }

    private static bool Traces(SqliteLog log, Deed.Record record) =>
        log.Find(record.Claim) is not null || log.FindRequest(record.Request.Key) is not null;

    private static string? Answered(SqliteLog log, Deed.Refuse refuse, bool told) =>
        log.FindRequest(refuse.Request.Key) is not { } stored ? told ? "was told and is lost" : null
        : stored.Answer is { } answer && !answer.Span.SequenceEqual(refuse.Request.Answer.Span) ? "is another answer"
        : null;

    private static string? Kept(SqliteLog log, Deed.Keep keep) =>
        log.Load(keep.Owner) is { Snapshot: { } state } loaded && loaded.SnapshotVersion == keep.Version
            && !state.Span.SequenceEqual(keep.State)
            ? $"is `{Encoding.UTF8.GetString(state.Span)}`"
            : null;

    private static string? Noted(SqliteLog log, Deed.Note note, bool told) =>
        told && !(long.Parse(log.Meta(note.Name) ?? "0", CultureInfo.InvariantCulture) >= note.Value) ? "was told and is lost" : null;
}
