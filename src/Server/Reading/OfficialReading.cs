using Holdfast.Domain.Official;

namespace Holdfast.Server.Reading;

/// <summary>Reads an entry of the official list, in the form that is compared from the start.</summary>
internal static class OfficialReading
{
    public static OfficialEntry Read(Node n)
    {
        var (word, text, label) = (n.Text("kind", 16) ?? "", n.Text("value", 2_000) ?? "", n.Label("label"));
        var until = n.Has("until") ? n.Time("until") : null;
        var index = Array.IndexOf(OfficialEntry.Kinds, word);
        if (index < 0 && word.Length > 0) n.Meaning("officialKindUnknown", "/kind", $"one of {string.Join(", ", OfficialEntry.Kinds.Select(k => $"`{k}`"))}");
        var kind = (OfficialKind)Math.Max(0, index);
        var value = index < 0 ? null : OfficialText.Read(kind, text);
        if (index >= 0 && text.Length > 0 && value is null) n.Meaning("officialValueInvalid", "/value", $"this is no {word}{Example(kind)}");
        n.Done();
        return new OfficialEntry(kind, value ?? "", label, until);
    }

    private static string Example(OfficialKind kind) => kind switch
    {
        OfficialKind.Phone => " like +15550100123",
        OfficialKind.Link => " like https://example.com/help",
        OfficialKind.Handle => " like telegram:name",
        _ => "",
    };
}
