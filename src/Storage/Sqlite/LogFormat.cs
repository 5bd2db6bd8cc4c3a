using System.Globalization;

namespace Holdfast.Storage.Sqlite;

/// <summary>How the tables become those of the next format: statements in one transaction, with the format's number.</summary>
internal sealed record Migration(params IReadOnlyList<string> Statements);

/// <summary>
/// The formats of the tables. A new log is made in the first one and brought to the newest as an old one is, so that
/// there is one way to each. Steps are only added: a log of any format may come along.
/// </summary>
/// <param name="Steps">The first leads from format 1 to 2, and so on.</param>
internal sealed record LogFormat(IReadOnlyList<Migration> Steps)
{
    public const int First = 1;

    /// <summary>That of this program.</summary>
    public static readonly LogFormat Now = new(Steps: []);

    public int Newest => First + Steps.Count;

    /// <summary>Throws where the log is of a program to come, which may mean something else by what looks the same.</summary>
    public void RefuseNewer(Database database)
    {
        if (Of(database) is var format && format > Newest)
            throw new LogUnavailableException(
                $"the log has format {format}, and this program knows no newer one than {Newest}: use the program that wrote it, or a newer one");
    }

    /// <summary>For who only reads: the tables must be those that this program knows.</summary>
    public void RequireNewest(Database database)
    {
        RefuseNewer(database);
        if (Of(database) is var format && format < Newest)
            throw new LogUnavailableException($"the log has format {format}: start the server once, which brings it to {Newest}");
    }

    /// <summary>Takes the steps that are missing, each whole or not at all.</summary>
    public void BringUp(Database database)
    {
        RefuseNewer(database);
        for (var format = Of(database); format < Newest; format++)
        {
            database.Execute("BEGIN IMMEDIATE");
            foreach (var statement in Steps[format - First].Statements) database.Execute(statement);
            using (var put = database.Prepare("UPDATE meta SET value = ?1 WHERE name = 'format'"))
                put.BindText(1, (format + 1).ToString(CultureInfo.InvariantCulture)).Run();
            database.Execute("COMMIT");
        }
    }

    private static int Of(Database database) =>
        int.TryParse(Start.Meta(database, "format"), NumberStyles.None, CultureInfo.InvariantCulture, out var format) && format >= First
            ? format
            : throw new LogDamagedException("the log does not say which format it has");
}
