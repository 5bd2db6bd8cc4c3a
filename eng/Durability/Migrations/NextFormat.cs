using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Migrations;

/// <summary>
/// A format that does not exist, three steps on: each touches every row, and none could be taken twice or by halves
/// without showing. There is only one format yet, so the way to the next is shown on this one.
/// </summary>
internal static class NextFormat
{
    public static LogFormat Format { get; } = new(
    [
        new(
            "CREATE TABLE weight(position INTEGER PRIMARY KEY, bytes INTEGER NOT NULL) STRICT",
            "INSERT INTO weight SELECT position, length(body) FROM event",
            "ALTER TABLE event ADD COLUMN weighed INTEGER NOT NULL DEFAULT 0",
            "UPDATE event SET weighed = weighed + 1"),
        new(
            "CREATE TABLE sum(owner INTEGER PRIMARY KEY, bytes INTEGER NOT NULL) STRICT",
            "INSERT INTO sum SELECT owner, sum(length(body)) FROM event GROUP BY owner",
            "UPDATE event SET weighed = weighed + 1",
            "UPDATE weight SET bytes = bytes * 2"),
        new(
            "DROP TABLE sum",
            "UPDATE event SET weighed = weighed + 1",
            "DELETE FROM weight WHERE position % 2 = 0"),
    ]);

    public static SqliteLogOptions Options { get; } = new() { Format = Format };

    /// <summary>What is not as it must be at the format that the log says it has.</summary>
    public static IEnumerable<string> Faults(string folder)
    {
        using var database = Database.OpenReader(Path.Combine(folder, "log.db"));
        var step = int.Parse(database.Scalar("SELECT value FROM meta WHERE name = 'format'")!, System.Globalization.CultureInfo.InvariantCulture) - 1;
        var events = database.Number("SELECT count(*) FROM event");
        var tables = database.Number("SELECT count(*) FROM sqlite_schema WHERE name IN ('weight', 'sum')");
        if (tables != step switch { 0 => 0, 2 => 2, _ => 1 }) yield return $"{tables} tables at step {step}";
        if (step == 0) yield break;
        if (database.Number($"SELECT count(*) FROM event WHERE weighed = {step}") != events) yield return $"events not weighed {step} times";
        var weights = database.Number($"SELECT count(*) FROM weight JOIN event USING(position) WHERE bytes = length(body) * {(step == 1 ? 1 : 2)}");
        if (weights != (step == 3 ? (events + 1) / 2 : events)) yield return $"{weights} weights of {events} events at step {step}";
    }
}
