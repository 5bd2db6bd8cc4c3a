using System.Text.RegularExpressions;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Reports;

namespace Holdfast.Server.Reading;

/// <summary>Reads what somebody tells of a call or a message.</summary>
internal static partial class ReportReading
{
    public const string PhonePattern = @"\+[1-9][0-9]{6,14}";

    private const int MostClaims = 2_000, MostIndicators = 16, MostValue = 512;

    private static readonly string[] Kinds = [.. Enum.GetValues<IndicatorKind>().Select(k => k.ToString().ToLowerInvariant())];

    public static ReportBody Read(Node n)
    {
        var account = n.Id("account");
        return new ReportBody(
            account, n.Has("by") ? n.By() : new By(ByKind.Owner, account),
            new ReportedCall(Phone(n), n.Time("at") ?? default, n.Text("claims", MostClaims) ?? "", Indicators(n)),
            n.Flag("freeze", optional: true) ?? false);
    }

    private static string? Phone(Node n)
    {
        if (!n.Has("phone") || n.Text("phone", 16, nullable: true) is not { } phone) return null;
        if (E164().IsMatch(phone)) return phone;
        n.Meaning("phoneInvalid", "/phone", "a phone number is written as E.164 has it: `+`, the country and the number, such as `+15550100`");
        return null;
    }

    private static Indicator[] Indicators(Node n)
    {
        if (!n.Has("indicators")) return [];
        return [.. n.List("indicators", MostIndicators).Select(e =>
        {
            var node = n.Element(e);
            var kind = node.Text("kind", 16) ?? "";
            var index = Array.IndexOf(Kinds, kind);
            if (index < 0 && kind.Length > 0) node.Meaning("indicatorUnknown", "/kind", $"one of {string.Join(", ", Kinds.Select(k => $"`{k}`"))}");
            var read = new Indicator((IndicatorKind)Math.Max(0, index), node.Text("value", MostValue) ?? "");
            node.Done();
            return read;
        })];
    }

    /// <summary>ITU-T E.164: at most 15 digits; no country has numbers of less than 7.</summary>
    [GeneratedRegex(@"\A" + PhonePattern + @"\z", RegexOptions.NonBacktracking)]
    private static partial Regex E164();
}

/// <param name="Freeze">Whether the reporter wants his account frozen.</param>
internal sealed record ReportBody(string Account, By By, ReportedCall Call, bool Freeze);
