using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Domain.Json;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>
/// What an approval signs: SHA-256 over the RFC 8785 form of `{v, account, change, edits, holds, policy, nonce}`
/// (DESIGN section 7). Any edited field gives another digest.
/// </summary>
public static class ChangeDigest
{
    public static string Of(
        string account, string change, JudgedEdit[] edits, HeldPart[] parts, int policy, string nonce) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            Canonical(account, change, edits, parts, policy, nonce))));

    public static string Canonical(
        string account, string change, JudgedEdit[] edits, HeldPart[] parts, int policy, string nonce)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", 1);
            writer.WriteString("account", account);
            writer.WriteString("change", change);
            writer.WriteStartArray("edits");
            foreach (var edit in edits) JsonSerializer.Serialize(writer, edit.Edit, DomainJson.Default.Edit);
            writer.WriteEndArray();
            writer.WriteStartArray("holds");
            foreach (var hold in Holds(edits.Length, parts)) writer.WriteStringValue(Spans.Format(hold));
            writer.WriteEndArray();
            writer.WriteNumber("policy", policy);
            writer.WriteString("nonce", nonce);
            writer.WriteEndObject();
        }
        using var document = JsonDocument.Parse(stream.ToArray());
        return CanonicalJson.Write(document.RootElement);
    }

    /// <summary>The longest hold of each edit's parts; zero for what is in force at once.</summary>
    public static TimeSpan[] Holds(int edits, HeldPart[] parts)
    {
        var holds = new TimeSpan[edits];
        foreach (var part in parts)
            if (part.Hold > holds[part.Edit]) holds[part.Edit] = part.Hold;
        return holds;
    }

    /// <summary>Whether two lists of edits say the same, in the same order.</summary>
    public static bool SameEdits(JudgedEdit[] judged, Edit[] asked) =>
        judged.Length == asked.Length && judged.Zip(asked).All(p =>
            string.Equals(Text(p.First.Edit), Text(p.Second), StringComparison.Ordinal));

    private static string Text(Edit edit) => JsonSerializer.Serialize(edit, DomainJson.Default.Edit);
}
