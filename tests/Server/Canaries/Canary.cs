using System.Text;
using System.Text.Json;

namespace Holdfast.Server.Tests.Canaries;

/// <summary>A text that must not turn up in some places, and every form in which it could.</summary>
/// <param name="Name">What it is, for the report; never the text.</param>
public sealed record Canary(string Name, string Text)
{
    private (string Form, byte[] Bytes)[]? forms;

    /// <summary>The forms as bytes; those of base64 for each of its three alignments, without what depends on the neighbours.</summary>
    public IReadOnlyList<(string Form, byte[] Bytes)> Forms => forms ??= [.. Make()];

    /// <summary>Those of the forms that the bytes hold.</summary>
    public IEnumerable<string> In(byte[] bytes) => Forms.Where(f => bytes.AsSpan().IndexOf(f.Bytes) >= 0).Select(f => f.Form).Distinct();

    /// <summary>The bytes that the text stands for, where those are what is secret.</summary>
    public byte[]? Bytes { get; init; }

    private IEnumerable<(string, byte[])> Make() => Bytes is { } bytes ? Binary(bytes) : [.. Textual(), .. Binary(Encoding.UTF8.GetBytes(Text))];

    private static IEnumerable<(string, byte[])> Binary(byte[] plain)
    {
        yield return ("plain", plain);
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain)));
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexString(plain)));
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Base64(plain, shift);
            yield return ("base64", Encoding.ASCII.GetBytes(text));
            yield return ("base64url", Encoding.ASCII.GetBytes(text.Replace('+', '-').Replace('/', '_')));
        }
    }

    private IEnumerable<(string, byte[])> Textual()
    {
        yield return ("utf-16", Encoding.Unicode.GetBytes(Text));
        yield return ("utf-16", Encoding.BigEndianUnicode.GetBytes(Text));
        var json = JsonEncodedText.Encode(Text).ToString();
        if (json != Text) yield return ("json", Encoding.ASCII.GetBytes(json));
        foreach (var encoded in (string[])[Uri.EscapeDataString(Text), Uri.EscapeDataString(Text).ToLowerInvariant()])
            if (encoded != Text) yield return ("url-encoded", Encoding.ASCII.GetBytes(encoded));
    }

    private static string Base64(byte[] plain, int shift)
    {
        var text = Convert.ToBase64String([.. new byte[shift], .. plain]).TrimEnd('=');
        var first = shift == 0 ? 0 : shift + 1;
        var certain = (shift + plain.Length) * 8 / 6;
        return text[first..certain];
    }
}
