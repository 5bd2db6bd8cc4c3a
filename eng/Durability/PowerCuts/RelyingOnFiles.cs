using System.Security.Cryptography;
using Holdfast.Server.Owners;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.PowerCuts;

/// <summary>Whether the server's files are still those that somebody relied on, and the log has what was answered.</summary>
internal static class RelyingOnFiles
{
    public const string Name = "first start of the server";

    /// <summary>Not the log, which has a judge of its own, and not what is only written to be sent, which is found again in the log.</summary>
    public static bool IsReliedOn(string name) =>
        !name.StartsWith("log.db", StringComparison.Ordinal) && !name.StartsWith("out", StringComparison.Ordinal)
        && !name.StartsWith("keys.db", StringComparison.Ordinal) && !name.StartsWith("activity.db", StringComparison.Ordinal) && name is not ("lock" or "witness");

    public static async Task<List<string>> JudgeAsync(string folder, Witnessed told)
    {
        var faults = new List<string>();
        foreach (var (name, hash) in told.Files)
        {
            var file = Path.Combine(folder, name);
            if (!File.Exists(file)) faults.Add($"`{name}` is gone");
            else if (Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file))) != hash) faults.Add($"`{name}` is another");
        }
        try
        {
            await using (var log = SqliteLog.Open(folder))
                foreach (var account in told.Accounts)
                    if (log.Find(OwnerBook.AccountKey(account)) is null) faults.Add($"`{account}` is gone");
            faults.AddRange(LogAudit.Check(folder).Findings.Select(f => f.What));
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException)
        {
            faults.Add($"it does not open: {e.Message}");
        }
        return faults;
    }
}
