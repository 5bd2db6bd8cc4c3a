namespace Holdfast.Storage.Sqlite;

/// <summary>
/// The tables of the first format, described in docs/reference/log-format.md; <see cref="LogFormat"/> leads on from here. No table
/// has an index besides its row number.
/// </summary>
internal static class Schema
{
    public const string Create =
        """
        CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE fact(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE owner(no INTEGER PRIMARY KEY, id TEXT NOT NULL, wrapped_key BLOB) STRICT;
        CREATE TABLE event(
          position INTEGER PRIMARY KEY, owner INTEGER NOT NULL, account TEXT NOT NULL, version INTEGER NOT NULL,
          prev INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL,
          request_key BLOB, request_content BLOB, status INTEGER, answer BLOB, keys BLOB) STRICT;
        CREATE TABLE answer(
          id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, request_key BLOB NOT NULL, request_content BLOB NOT NULL,
          status INTEGER NOT NULL, answer BLOB NOT NULL) STRICT;
        CREATE TABLE snapshot(owner INTEGER PRIMARY KEY, version INTEGER NOT NULL, state BLOB NOT NULL) STRICT;
        CREATE TABLE checkpoint(
          position INTEGER PRIMARY KEY, root BLOB NOT NULL, at INTEGER NOT NULL, key_id TEXT NOT NULL,
          signature BLOB NOT NULL) STRICT;
        CREATE TABLE run(
          no INTEGER PRIMARY KEY, level INTEGER NOT NULL, entries INTEGER NOT NULL, fences BLOB NOT NULL,
          filter BLOB NOT NULL) STRICT;
        CREATE TABLE page(id INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
        """;
}
