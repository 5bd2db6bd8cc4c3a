using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Json;
using Holdfast.Domain.Money;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>What an approval of a withdrawal signs, and the words that the approver reads, from the same fields.</summary>
public static class WithdrawalDigest
{
    public static string Of(WithdrawalRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(request))));

    /// <summary>RFC 8785: members in order, no blanks. How it came is bound by the key, not by the address it came from.</summary>
    public static string Canonical(WithdrawalRequest r)
    {
        var text = new StringBuilder(320).Append('{');
        Member(text, "account", r.Account);
        Member(text, "address", r.Address);
        Member(text, "amount", Amount.Format(r.Amount));
        Member(text, "asset", r.Asset);
        if (r.Envelope is { } envelope)
        {
            Member(text, "envelopeAmount", Amount.Format(envelope.Amount));
            Member(text, "envelopePeriod", Spans.Format(envelope.Period));
        }
        Member(text, "network", r.Network);
        if (r.Tag is { } tag) Member(text, "tag", tag);
        text.Append("\"v\":1,");
        if (r.Value is { } value)
        {
            Member(text, "valueAmount", Amount.Format(value.Amount));
            Member(text, "valueCurrency", value.Currency);
        }
        Member(text, "via", r.Via is Via.Key key ? "key/" + key.Id : "session");
        Member(text, "withdrawal", r.Id);
        text[^1] = '}';
        return text.ToString();
    }

    public static string[] Text(WithdrawalRequest r)
    {
        var to = $"{Amount.Format(r.Amount)} {r.Asset} leaves to {r.Address} on {r.Network}{(r.Tag is null ? "" : $" with tag {r.Tag}")}.";
        return r.Envelope is not { } e
            ? [to]
            : [to, $"Later withdrawals of up to {Amount.Format(e.Amount)} in {Spans.Format(e.Period)} over the same new parts would pass without asking again."];
    }

    private static void Member(StringBuilder text, string name, string value)
    {
        text.Append('"').Append(name).Append("\":");
        CanonicalJson.WriteString(text, value);
        text.Append(',');
    }
}
