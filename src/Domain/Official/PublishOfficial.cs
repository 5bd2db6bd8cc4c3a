using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Official;

/// <summary>
/// A staff member proposes the whole official list. Taking entries off counts at once, for what is not on it is safe; anything else
/// waits for a second member, who sees what comes and what goes.
/// </summary>
/// <param name="By">The name of the staff token that the request came with.</param>
/// <param name="Act">The id of the act that proposes it.</param>
public sealed record PublishOfficial(OfficialEntry[] Entries, string By, string Act)
{
    public const int Most = 256;

    public static InstallationOutcome Decide(InstallationState state, PublishOfficial publish, Instant at)
    {
        var s = state.AsOf(at);
        if (StaffSay.Missing(s, publish.By) is { } refusal) return new InstallationOutcome.Refused(refusal);
        if (publish.Entries.GroupBy(e => (e.Kind, e.Value)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return InstallationOutcome.Refuse(RefusalKind.Meaning, "officialTwice", $"`{twice.Key.Value}` is there twice", "/entries");
        if (publish.Entries.Length == s.Official.Length && Array.TrueForAll(publish.Entries, e => e.IsIn(s.Official)))
            return new InstallationOutcome.Nothing();
        if (Array.TrueForAll(publish.Entries, e => e.IsIn(s.Official)))
            return new InstallationOutcome.Records(new InstallationEvent.OfficialListed(publish.Entries, publish.By, null));
        var digest = Digest(publish.Entries);
        return ProposeAct.Open(s, ActKind.Notice, digest, publish.By)
            ?? ProposeAct.Record(s, new InstallationEvent.ActProposed(publish.Act, ActKind.Notice, digest, publish.By, null, publish.Entries));
    }

    /// <summary>What two staff members agree on: SHA-256 of the entries as JSON, in the order of kind and value.</summary>
    public static string Digest(OfficialEntry[] entries) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        entries.OrderBy(e => e.Kind).ThenBy(e => e.Value, StringComparer.Ordinal).Select(e =>
            JsonSerializer.Serialize<string?[]>([OfficialEntry.Kinds[(int)e.Kind], e.Value, e.Label, e.Until?.ToString()]))))));
}
