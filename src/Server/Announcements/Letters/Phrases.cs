using System.Text;

namespace Holdfast.Server.Announcements.Letters;

/// <summary>All sentences of one language, from an embedded file (its head says how it is written).</summary>
internal sealed class Phrases
{
    private const string Common = "phrases";

    private readonly Dictionary<string, string[]> letters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> phrases = new(StringComparer.Ordinal);

    private Phrases(TextReader text)
    {
        List<string>? section = null;
        string? name = null;
        for (var line = text.ReadLine(); line is not null; line = text.ReadLine())
        {
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                Keep(name, section);
                (name, section) = (line[1..^1], []);
            }
            else if (line.Length > 0) section?.Add(line);
        }
        Keep(name, section);
    }

    public static Phrases English { get; } = Load("en");

    public IEnumerable<string> Letters => letters.Keys;

    public string this[string phrase] => phrases[phrase];

    public string Subject(string letter) => letters[letter][0];

    /// <summary>The paragraphs of a letter. Every placeholder must be given, if only as nothing.</summary>
    /// <exception cref="KeyNotFoundException">A letter or placeholder is not known.</exception>
    public string[] Paragraphs(string letter, IReadOnlyDictionary<string, string[]> values)
    {
        var lines = new List<string>();
        foreach (var line in letters[letter].Skip(1))
        {
            if (line.StartsWith('{') && line.IndexOf('}', StringComparison.Ordinal) == line.Length - 1)
                lines.AddRange(Values(line[1..^1]));
            else lines.Add(Fill(line, name => string.Join(", ", Values(name))));
        }
        return [.. lines];

        string[] Values(string name) => name == "never" ? [this["never"]] : values[name];
    }

    /// <summary>A phrase with its one or more placeholders filled.</summary>
    public string Say(string phrase, params (string Name, string Value)[] values) =>
        Fill(this[phrase], name => values.First(v => v.Name == name).Value);

    private static Phrases Load(string language)
    {
        var name = $"{typeof(Phrases).Namespace}.{language}.txt";
        using var stream = typeof(Phrases).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the sentences `{name}` are missing");
        using var reader = new StreamReader(stream);
        return new Phrases(reader);
    }

    /// <summary>One pass, so that a value that looks like a placeholder stays what it is.</summary>
    private static string Fill(string text, Func<string, string> value)
    {
        var filled = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            if (open < 0) return filled.Append(text, at, text.Length - at).ToString();
            var close = text.IndexOf('}', open);
            filled.Append(text, at, open - at).Append(value(text[(open + 1)..close]));
            at = close + 1;
        }
        return filled.ToString();
    }

    private void Keep(string? name, List<string>? section)
    {
        if (name is null || section is null) return;
        if (name != Common)
        {
            letters[name] = [.. section];
            return;
        }
        foreach (var line in section)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            phrases[line[..colon]] = line[(colon + 2)..];
        }
    }
}
