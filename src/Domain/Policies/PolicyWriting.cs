using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Domain.Money;

namespace Holdfast.Domain.Policies;

/// <summary>The canonical text of a policy, in the shape that <see cref="PolicyReading"/> reads and with every value named.</summary>
public static class PolicyWriting
{
    /// <summary>RFC 8785: members in order, no blanks. The version is not part of it.</summary>
    public static string Write(Policy policy)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var w = new Utf8JsonWriter(text))
        {
            w.WriteStartObject();
            w.WriteStartObject("allowance");
            w.WriteString("amount", Amount.Format(policy.Allowance));
            w.WriteString("currency", policy.Currency);
            w.WriteEndObject();
            w.WriteString("evidenceSpan", PolicySpans.Format(policy.EvidenceSpan));
            w.WriteStartObject("floorPrices");
            foreach (var (asset, floor) in policy.FloorPrices.OrderBy(f => f.Key, StringComparer.Ordinal))
                w.WriteString(asset, Amount.Format(floor));
            w.WriteEndObject();
            w.WriteStartArray("guardianApproves");
            foreach (var element in policy.GuardianApproves.Distinct().Order()) w.WriteStringValue(element.Name());
            w.WriteEndArray();
            WriteHolds(w, policy);
            if (policy.MarketBand is { } band) w.WriteString("marketBand", Amount.Format(band));
            else w.WriteNull("marketBand");
            w.WriteString("orderBand", Amount.Format(policy.OrderBand));
            w.WriteBoolean("platformTells", policy.PlatformTells);
            w.WriteString("priceAge", PolicySpans.Format(policy.PriceAge));
            w.WriteString("priceOutage", PolicySpans.Format(policy.PriceOutage));
            w.WriteString("prices", Name(policy.Prices));
            w.WriteString("sessionFactorAge", PolicySpans.Format(policy.SessionFactorAge));
            w.WriteString("settling", PolicySpans.Format(policy.Settling));
            WriteSignals(w, policy);
            w.WriteString("strongEvidenceHold", PolicySpans.Format(policy.StrongEvidenceHold));
            w.WriteStartObject("volumeFloor");
            foreach (var (quote, floor) in policy.VolumeFloor.OrderBy(f => f.Key, StringComparer.Ordinal))
                w.WriteString(quote, Amount.Format(floor));
            w.WriteEndObject();
            w.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>SHA-256 of the canonical text in lower-case hex: two texts of the same policy have one digest.</summary>
    public static string Digest(Policy policy) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(policy))));

    /// <summary>The stored spelling of a choice: camel case of its name.</summary>
    internal static string Name<T>(T choice) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());

    private static void WriteHolds(Utf8JsonWriter w, Policy policy)
    {
        w.WriteStartObject("holds");
        foreach (var element in Elements.All.OrderBy(e => e.Name(), StringComparer.Ordinal))
            w.WriteString(element.Name(), PolicySpans.Format(policy.Hold(element)));
        w.WriteEndObject();
    }

    private static void WriteSignals(Utf8JsonWriter w, Policy policy)
    {
        w.WriteStartObject("signals");
        foreach (var (kind, signal) in policy.Signals.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            w.WriteStartObject(kind);
            w.WriteString("about", Name(signal.About));
            w.WriteString("weight", Name(signal.Weight));
            w.WriteEndObject();
        }
        w.WriteEndObject();
    }
}
