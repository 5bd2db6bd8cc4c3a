using System.Text.Json;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Destinations.Addresses;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Labels;

namespace Holdfast.Server.Reading;

/// <summary>What many bodies hold: who asks, signals, addresses, labels.</summary>
internal static class Common
{
    private const int MostSignals = 16, MostData = 4096;

    public static By By(this Node n)
    {
        if (n.Object("by") is not { } by) return new By(ByKind.Owner, "");
        var kind = by.Text("kind", 16) switch
        {
            "owner" => ByKind.Owner,
            "key" => ByKind.Key,
            "guardian" => ByKind.Guardian,
            "staff" => ByKind.Staff,
            null => ByKind.Owner,
            _ => UnknownKind(by),
        };
        var read = new By(
            kind, by.Id("id"), by.Text("session", 128, optional: true), by.Has("ip") ? by.Ip("ip") : null,
            by.Text("device", 128, optional: true));
        by.Done();
        return read;
    }

    public static Signal[] Signals(this Node n)
    {
        if (!n.Has("signals")) return [];
        return [.. n.List("signals", MostSignals).Select(e =>
        {
            var node = n.Element(e);
            var signal = node.Signal();
            node.Done();
            return signal;
        })];
    }

    public static Signal Signal(this Node n)
    {
        var kind = n.Text("kind", 64) ?? "";
        if (kind.Length > 0 && !(char.IsAsciiLetter(kind[0]) && kind.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')))
            n.Meaning("signalKindInvalid", "/kind", "a kind has letters, digits and . _ - only");
        return new Signal(kind, n.Time("at") ?? default, Subject(n));
    }

    public static string Digest(this Node n, string name)
    {
        if (n.Text(name, 64, least: 64) is not { } text) return "";
        if (text.All(char.IsAsciiHexDigitLower)) return text;
        n.Meaning("digestInvalid", "/" + name, "a digest is 64 lower-case hex digits");
        return "";
    }

    /// <summary>The address in its one spelling.</summary>
    public static string? Ip(this Node n, string name)
    {
        if (n.Text(name, 64) is not { } text) return null;
        if (Domain.Keys.Ip.TryParse(text, out var ip)) return ip.ToString();
        n.Meaning("ipInvalid", "/" + name, "this is no IPv4 or IPv6 address");
        return null;
    }

    public static string? Email(this Node n, string name)
    {
        if (n.Text(name, 254) is not { } text) return null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var domain = at < 0 ? "" : text[(at + 1)..];
        if (at is > 0 and <= 64 && domain.Contains('.', StringComparison.Ordinal) && !domain.StartsWith('.') && !domain.EndsWith('.')
            && !domain.Contains("..", StringComparison.Ordinal)
            && domain.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            && text[..at].All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal)))
            return text;
        n.Meaning("emailInvalid", "/" + name, "this is no email address that can be written to");
        return null;
    }

    public static string Label(this Node n, string name)
    {
        if (n.Text(name, 256) is not { } text) return "";
        var reading = LabelRules.Read(text);
        foreach (var mistake in reading.Mistakes) n.Meaning(mistake.Code, "/" + name, mistake.Text);
        return reading.Label ?? "";
    }

    /// <summary>Upper-case letters, digits, `.` and `-`; lower case is raised.</summary>
    public static string Asset(this Node n, string name)
    {
        if (n.Text(name, 16) is not { } text) return "";
        var upper = text.ToUpperInvariant();
        if (upper.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '.' or '-')) return upper;
        n.Meaning("assetInvalid", "/" + name, "an asset has letters, digits, . and - only");
        return "";
    }

    /// <summary>Network, address and a tag that may be left out: then it is the one inside the address, or none.</summary>
    public static CanonicalAddress? PlaceMaybeTagged(this Node n) =>
        n.Place(n.Has("tag") ? n.Text("tag", 256, nullable: true, least: 0) : null, absentIsNone: true);

    /// <summary>Network, address and tag as the one place that they mean.</summary>
    public static CanonicalAddress? Place(this Node n, string? tag, bool absentIsNone = false)
    {
        var (network, address) = (n.Text("network", 64), n.Text("address", 512));
        if (network is null || address is null) return null;
        var reading = AddressReader.Read(network, address, tag);
        if (absentIsNone && reading.Mistakes.Any(m => m.Code == AddressMistakeCodes.TagMissing))
            reading = AddressReader.Read(network, address, "");
        foreach (var mistake in reading.Mistakes) n.Meaning(mistake.Code, "/" + mistake.Field, mistake.Text);
        return reading.Address;
    }

    public static bool Scope(this Node n)
    {
        if (n.Text("scope", 16, optional: true) is not { } scope) return false;
        if (scope == "all") return true;
        n.Meaning("scopeUnknown", "/scope", "the scope is `all` or absent");
        return false;
    }

    public static Source? Source(this Node n, string name, string? text)
    {
        if (text is null) return null;
        if (Domain.Keys.Source.TryParse(text, out var source)) return source;
        n.Meaning("sourceInvalid", name, "a source is an address or a CIDR such as 198.51.100.0/24, with no bits set behind the prefix");
        return null;
    }

    public static string Permission(this Node n, string name, string? text)
    {
        if (text is null) return "";
        if (Permissions.IsWellFormed(text)) return text;
        n.Meaning("permissionInvalid", name, "a permission is one of read, trade, transfer, withdraw, manage, or another lower-case name");
        return "";
    }

    /// <summary>All of the free data but its subject is dropped; how it is written is held to the rules of every body.</summary>
    private static string? Subject(Node n)
    {
        if (!n.Has("data")) return null;
        var value = n.Get("data");
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        if (value.ValueKind == JsonValueKind.Object && value.GetRawText().Length > MostData)
            n.Shape("lengthWrong", "/data", $"this has at most {MostData} bytes");
        return n.Object("data") is { IsObject: true } data && data.Get("subject", optional: true, nullable: true).ValueKind == JsonValueKind.String
            ? data.Text("subject", 256)
            : null;
    }

    private static ByKind UnknownKind(Node by)
    {
        by.Meaning("byKindUnknown", "/kind", "somebody is `owner`, `key`, `guardian` or `staff`");
        return ByKind.Owner;
    }
}
