using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Answers;

namespace Holdfast.Server.Withdrawals;

/// <summary>A decision about a withdrawal in the contract's words, without its permit.</summary>
internal static class WithdrawalView
{
    public static byte[] Write(WithdrawalRecord record, Func<Instant, Instant> shown) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("withdrawal", record.Request.Id);
        json.WriteString("decision", Word(record.Decision));
        json.WriteString("digest", record.Digest);
        json.WriteStartArray("text");
        foreach (var line in record.Text) json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteOptional("until", record.Until, shown);
        json.WriteString("pathAge", Spans.FormatHours(record.PathAge));
        json.WriteStartArray("reasons");
        foreach (var reason in record.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("code", reason.Code());
            json.WriteString("text", reason.Text());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (record.NeedsGuardian) json.WriteBoolean("needsGuardian", true);
        if (record.Cancelled) json.WriteBoolean("cancelled", true);
        json.WriteEndObject();
    });

    public static string Word(Decision decision) => decision switch
    {
        Decision.Allow => "allow",
        Decision.Challenge => "challenge",
        Decision.Hold => "hold",
        Decision.Deny => "deny",
        _ => throw new InvalidOperationException($"no word for {decision}"),
    };
}
