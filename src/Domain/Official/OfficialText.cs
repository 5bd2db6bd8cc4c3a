using System.Globalization;

namespace Holdfast.Domain.Official;

/// <summary>
/// Brings what somebody typed into the form that the official list is compared in. What looks alike stays different: names of
/// other scripts become their ASCII form (RFC 5891), and nothing is guessed.
/// </summary>
public static class OfficialText
{
    private const int MostEmail = 254, MostDomain = 253, MostLink = 2_000, MostName = 64;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Null where it can't be one.</summary>
    public static string? Read(OfficialKind kind, string text) => kind switch
    {
        OfficialKind.Phone => Phone(text),
        OfficialKind.Email => Email(text),
        OfficialKind.Link => Link(text),
        OfficialKind.Domain => Domain(text),
        OfficialKind.Handle => Handle(text),
        _ => null,
    };

    /// <summary>The host of a link, as <see cref="Read"/> gave it.</summary>
    public static string HostOf(string link) => new Uri(link).IdnHost;

    /// <summary>E.164. A number without its country could be anybody's.</summary>
    private static string? Phone(string text)
    {
        var digits = string.Concat(text.Where(c => c is not (' ' or '-' or '.' or '(' or ')' or '/')));
        return digits is ['+', >= '1' and <= '9', ..] && digits.Length is >= 9 and <= 16 && digits.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? digits : null;
    }

    private static string? Email(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 1 || text.Length > MostEmail || Domain(text[(at + 1)..]) is not { } domain) return null;
        var local = text[..at];
        return local.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+/=?^_`{|}~.-".Contains(c, StringComparison.Ordinal))
            ? $"{local.ToLowerInvariant()}@{domain}"
            : null;
    }

    private static string? Domain(string text)
    {
        try
        {
            var ascii = Idn.GetAscii(text.TrimEnd('.')).ToLowerInvariant();
            return ascii.Length <= MostDomain && ascii.Contains('.', StringComparison.Ordinal)
                && ascii.Split('.') is var labels && Array.TrueForAll(labels, IsLabel) && !labels[^1].All(char.IsAsciiDigit) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Only what a browser would open at the host that it shows: https, no name before the host, no other port, no backslash.</summary>
    private static string? Link(string text)
    {
        if (text.Length > MostLink || text.AsSpan().ContainsAny('\\', ' ', '\t') || !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return null;
        if (!IsEscapedWell(text)) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || !uri.IsDefaultPort) return null;
        var link = text[8..].Split('/', '?', '#')[0] is var host && !host.Contains('@', StringComparison.Ordinal) && Domain(host) is { } domain && domain.Equals(uri.IdnHost, StringComparison.OrdinalIgnoreCase)
            ? $"https://{domain}{uri.PathAndQuery}"
            : null;
        // what is not ASCII grows where it is escaped
        return link?.Length <= MostLink ? link : null;
    }

    /// <summary>A percent sign alone is written in another way by some, and read in another by others.</summary>
    private static bool IsEscapedWell(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return false;
        return true;
    }

    /// <summary>
    /// `network:name`; the at sign before a name is how it is written, not part of it. Letters are looked at before they are
    /// made small: the sign of Kelvin becomes a k.
    /// </summary>
    private static string? Handle(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 1 or > 20) return null;
        var (network, name) = (text[..colon], text[(colon + 1)..].TrimStart('@'));
        return network.All(char.IsAsciiLetter) && name.Length is > 0 and <= MostName
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? $"{network}:{name}".ToLowerInvariant() : null;
    }
}
