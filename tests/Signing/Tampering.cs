using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Tests;

/// <summary>All that may be done to a signed request. Each is another request than the one that was signed, so each must be stopped.</summary>
internal static class Tampering
{
    /// <summary>Headers of a scheme that are not signed and change no meaning: their text may be altered.</summary>
    private static readonly string[] Unsigned = ["bitvavo-access-window", "kc-api-key-version", "content-type"];

    public static readonly IReadOnlyDictionary<string, Func<Rig, Draft, IEnumerable<Draft>>> Kinds =
        new Dictionary<string, Func<Rig, Draft, IEnumerable<Draft>>>(StringComparer.Ordinal)
        {
            ["a bit of the body"] = (rig, d) => Holds(rig, Coverage.Body) ? Flips(d.Body).Where(b => Spelled(b) != Spelled(d.Body)).Select(b => d with { Body = b }) : [],
            ["a bit of the target"] = (rig, d) => Flips(Bytes(Held(rig, d))).Select(b => d with { Target = Text(b) + d.Target[Held(rig, d).Length..] }),
            ["another method"] = (rig, d) => Holds(rig, Coverage.Method)
                ? Strings("PUT", "GET", "POST", "DELETE", "get", "").Where(m => m != d.Method).Select(m => d with { Method = m }) : [],
            ["another host"] = (rig, d) => Holds(rig, Coverage.Host) ? Strings("api.example.org", "", "api.example.com.", "\u00e9").Select(h => d with { Host = h }) : [],
            ["a bit of a header"] = (_, d) => Each(d, h => Flips(Bytes(h.Value)).Select(b => d.With(h.Name, Text(b)))),
            ["a header less"] = (_, d) => Each(d, h => [d.Without(h.Name)]),
            ["a header more than once"] = (_, d) => d.Headers.Where(h => h.Name != "content-type").SelectMany(h => new[]
            {
                d.Adding(h.Name.ToUpperInvariant(), h.Value), d.Adding(h.Name, "other"), d with { Headers = [(h.Name, "other"), .. d.Headers] },
            }),
            ["a header cut or grown"] = (_, d) => Each(d, h => new[]
            {
                h.Value[..^1], h.Value[..(h.Value.Length / 2)], "", h.Value + "0", h.Value + "=", h.Value + h.Value, h.Value + new string('A', 4000),
            }.Select(v => d.With(h.Name, v))),
            ["characters of control in a header"] = (_, d) => Each(d, h => Strings("\0", "\t", "\r\n", "\u007f", "\u00e9").Select(c => d.With(h.Name, h.Value + c))),
            ["a parameter more"] = (rig, d) => Holds(rig, Coverage.Query)
                ? Strings("amount=1", "a", "%61=1", "signature=00", "").Select(p => d with { Target = d.Target + (d.Target.Contains('?') ? "&" : "?") + p }) : [],
            ["a parameter more than once"] = (_, d) => Doubled(d),
            ["a parameter escaped"] = (rig, d) => Holds(rig, Coverage.Query) ? Escaped(d) : [],
            ["a body where there was none"] = (rig, d) => Holds(rig, Coverage.Body) && d.Body.Length == 0
                ? Strings("{}", "amount=1", "\"", " ").Select(b => d with { Body = Encoding.ASCII.GetBytes(b) }) : [],
            ["the body cut or grown"] = (rig, d) => Holds(rig, Coverage.Body) && d.Body.Length > 0
                ? new byte[][] { [], d.Body[..^1], [.. d.Body, 0x20], [.. d.Body, .. d.Body], [.. d.Body, .. "&amount=9"u8], [0x20, .. d.Body] }
                    .Select(b => d with { Body = b }) : [],
            ["the end of the target in the body"] = (rig, d) => Holds(rig, Coverage.Body) ? Moved(d, isPlaceHeld: Holds(rig, Coverage.Method)) : [],
            ["a target that is none"] = (_, d) => Strings("", "*", "x", " ", "\u00e9", d.Target + "\u00e9", d.Target + " ", d.Target + "#f", d.Target + "%", d.Target + "%zz", "https://x" + d.Target, d.Target + "\\")
                .Select(t => d with { Target = t }),
        };

    /// <summary>Of the signature in hexadecimal, wherever it stands.</summary>
    public static IEnumerable<Draft> OfHex(Draft d)
    {
        foreach (var header in d.Headers.Where(h => IsHex(h.Value))) yield return d.With(header.Name, Mixed(header.Value));
        if (d.Target.Split("&signature=") is [var target, var inTarget] && IsHex(inTarget)) yield return d with { Target = $"{target}&signature={Mixed(inTarget)}" };
        if (Text(d.Body).Split("&signature=") is [var body, var inBody] && IsHex(inBody)) yield return d with { Body = Bytes($"{body}&signature={Mixed(inBody)}") };
    }

    /// <summary>The last letter before the padding has bits that no byte has; a decoder may pass over them.</summary>
    public static IEnumerable<Draft> OfBase64(Draft d) => d.Headers.Where(h => h.Value.TrimEnd(':').EndsWith('=') && h.Value.Length > 40).Select(h =>
    {
        var at = h.Value.TrimEnd(':').TrimEnd('=').Length - 1;
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var letter = Letters[Letters.IndexOf(h.Value[at], StringComparison.Ordinal) | 1];
        return d.With(h.Name, h.Value[..at] + letter + h.Value[(at + 1)..]);
    }).Where(t => t.Headers.Zip(d.Headers).Any(p => p.First != p.Second));

    private static bool Holds(Rig rig, Coverage part) => (rig.Scheme.Covers & part) != Coverage.None;

    private static IEnumerable<string> Strings(params string[] all) => all;

    private static IEnumerable<Draft> Each(Draft d, Func<(string Name, string Value), IEnumerable<Draft>> with) =>
        d.Headers.Where(h => !Unsigned.Contains(h.Name)).SelectMany(with).Where(t => !SameHeaders(t, d));

    private static bool SameHeaders(Draft one, Draft other) => one.Headers.SequenceEqual(other.Headers);

    /// <summary>Each byte with one of its bits turned over.</summary>
    private static IEnumerable<byte[]> Flips(byte[] of) => Enumerable.Range(0, of.Length).Select(i =>
    {
        var flipped = of.ToArray();
        flipped[i] ^= (byte)(1 << (i % 7));
        return flipped;
    });

    /// <summary>The part of the target that is signed.</summary>
    private static string Held(Rig rig, Draft d)
    {
        var path = d.Target.Split('?')[0];
        if (Holds(rig, Coverage.Path)) return Holds(rig, Coverage.Query) ? d.Target : path;
        return "";
    }

    private static IEnumerable<Draft> Doubled(Draft d)
    {
        var query = d.Target.Contains('?') ? d.Target[(d.Target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";
        foreach (var name in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')[0]))
        {
            var encoded = $"%{(int)name[0]:x2}{name[1..]}";
            yield return d with { Target = $"{d.Target}&{name}=9" };
            yield return d with { Target = $"{d.Target}&{encoded}=9" };
            yield return d with { Target = d.Target.Replace("?", $"?{name}=9&", StringComparison.Ordinal) };
        }

        var body = Text(d.Body);
        if (!body.Contains("&signature=", StringComparison.Ordinal)) yield break;
        yield return d with { Body = Bytes(body + "&timestamp=9") };
        yield return d with { Body = Bytes("pair=9&" + body) };
    }

    /// <summary>A letter of the query as its escape: the same to who decodes first.</summary>
    private static IEnumerable<Draft> Escaped(Draft d)
    {
        var mark = d.Target.IndexOf('?', StringComparison.Ordinal);
        for (var i = mark + 1; mark > 0 && i < d.Target.Length && !d.Target.AsSpan(i).StartsWith("&signature"); i++)
        {
            if (char.IsAsciiLetter(d.Target[i]) && d.Target[i - 1] != '%' && d.Target[i - 2] != '%')
                yield return d with { Target = $"{d.Target[..i]}%{(int)d.Target[i]:X2}{d.Target[(i + 1)..]}" };
        }
    }

    private static IEnumerable<Draft> Moved(Draft d, bool isPlaceHeld)
    {
        yield return d with { Target = d.Target[..^1], Body = [(byte)d.Target[^1], .. d.Body] };
        if (d.Body.Length > 0) yield return d with { Target = d.Target + (char)d.Body[0], Body = d.Body[1..] };
        var mark = d.Target.IndexOf('?', StringComparison.Ordinal);
        if (!isPlaceHeld) yield break;
        if (mark > 0) yield return d with { Target = d.Target[..mark], Body = [.. Bytes(d.Target[(mark + 1)..]), .. d.Body] };
        if (d.Body.Length > 0) yield return d with { Target = d.Target + "?" + Text(d.Body), Body = [] };
    }

    /// <summary>With escapes in capital letters: their case is no part of what is sent.</summary>
    private static string Spelled(byte[] text) => Regex.Replace(
        Text(text), "%[0-9a-fA-F]{2}", m => m.Value.ToUpperInvariant(), RegexOptions.NonBacktracking);

    private static bool IsHex(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    private static string Mixed(string hex)
    {
        var letter = hex.AsSpan().IndexOfAnyInRange('a', 'f');
        return hex[..letter] + char.ToUpperInvariant(hex[letter]) + hex[(letter + 1)..];
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
