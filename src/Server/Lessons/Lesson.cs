using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Holdfast.Server.Lessons;

/// <summary>What is worth knowing before, during or after a call; a Markdown file beside this one. At most 150 words.</summary>
/// <param name="Name">As in its address.</param>
/// <param name="Body">HTML, the title in it.</param>
internal sealed record Lesson(string Name, string Title, string Body)
{
    public const int MostWords = 150;

    /// <summary>In the order in which they are listed.</summary>
    private static readonly string[] Names = ["calls", "codes", "addresses", "keys", "screen", "afterwards"];

    /// <summary>HTML in a file stays text.</summary>
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public static IReadOnlyList<Lesson> All { get; } = [.. Names.Select(name => Read(name, Text(name)))];

    public static Lesson? Find(string name) => All.FirstOrDefault(l => string.Equals(l.Name, name, StringComparison.Ordinal));

    /// <exception cref="FormatException">It has no title, is too long, or leads away from these pages.</exception>
    public static Lesson Read(string name, string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        if (document.FirstOrDefault() is not HeadingBlock { Level: 1, Inline.FirstChild: LiteralInline title })
            throw new FormatException($"the lesson `{name}` does not begin with its title");
        if (markdown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length is > MostWords and var words)
            throw new FormatException($"the lesson `{name}` has {words} words");
        foreach (var link in document.Descendants<LinkInline>())
            if (link.IsImage || link.Url is not ['/', >= 'a' and <= 'z', ..]) throw new FormatException($"the lesson `{name}` leads away to `{link.Url}`");
        if (document.Descendants<AutolinkInline>().Any()) throw new FormatException($"the lesson `{name}` leads away");
        return new Lesson(name, title.Content.ToString(), document.ToHtml(Pipeline));
    }

    internal static string Text(string name)
    {
        using var stream = typeof(Lesson).Assembly.GetManifestResourceStream($"{typeof(Lesson).Namespace}.{name}.md")
            ?? throw new InvalidOperationException($"the lesson `{name}` is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
