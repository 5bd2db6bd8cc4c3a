using System.Text.RegularExpressions;
using Holdfast.Server.Lessons;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Lessons;

public sealed partial class ReadingLessons(World world) : IClassFixture<World>
{
    public static TheoryData<string> Names => [.. Lesson.All.Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Shows_each_with_its_title_and_the_way_to_the_others(string name)
    {
        var page = (await world.Nobody.GetAsync("/learn/" + name)).Is(200);
        var lesson = Lesson.Find(name)!;
        Assert.Contains($"<h1>{lesson.Title}</h1>", page.Body, StringComparison.Ordinal);
        Assert.Contains("We never call you.", page.Body, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(Lesson.All.Select(l => l.Name).Where(n => n != name), Ways().Matches(page.Body).Select(m => m.Groups["path"].Value).Where(p => p.StartsWith("/learn/", StringComparison.Ordinal)).Select(p => p[7..]));
        foreach (Match way in Ways().Matches(page.Body)) (await world.Nobody.GetAsync(way.Groups["path"].Value)).Is(200);
    }

    /// <summary>A file that nobody lists is a lesson that nobody sees.</summary>
    [Fact]
    public void Leaves_out_no_file() => Assert.Equal(
        typeof(Lesson).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        Lesson.All.Select(l => $"Holdfast.Server.Lessons.{l.Name}.md").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("/calling", "afterwards")]
    [InlineData("/calling", "calls")]
    [InlineData("/calling", "screen")]
    [InlineData("/verify", "codes")]
    public async Task Is_offered_where_it_matters(string page, string lesson) =>
        Assert.Contains($"href=\"/learn/{lesson}\"", (await world.Nobody.GetAsync(page)).Is(200).Body, StringComparison.Ordinal);

    [Fact]
    public async Task Is_offered_to_who_reported() => Assert.Contains(
        "href=\"/learn/afterwards\"", (await world.Nobody.PostFormAsync("/report", ("claims", "a call"))).Is(200).Body, StringComparison.Ordinal);

    [Theory]
    [InlineData("nothing")]
    [InlineData("CALLS")]
    [InlineData("calls.md")]
    [InlineData("..%2Fcalls")]
    [InlineData("%3Cscript%3E")]
    public async Task Says_which_there_are_where_there_is_none(string name)
    {
        var page = (await world.Nobody.GetAsync("/learn/" + name)).Is(404);
        Assert.Contains("href=\"/learn/calls\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("script", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("no title")]
    [InlineData("## a smaller title")]
    [InlineData("# title\n\n[help](https://evil.example)")]
    [InlineData("# title\n\n[help](//evil.example)")]
    [InlineData("# title\n\n[help](/\\evil.example)")]
    [InlineData("# title\n\n[help](javascript:alert)")]
    [InlineData("# title\n\n<https://evil.example>")]
    [InlineData("# title\n\n![a](/calling)")]
    [InlineData("# title\n\n[help][1]\n\n[1]: https://evil.example")]
    public void Does_not_begin_with_a_lesson_that_leads_away_or_has_no_title(string markdown) =>
        Assert.Throws<FormatException>(() => Lesson.Read("planted", markdown));

    [Fact]
    public void Takes_no_longer_than_150_words()
    {
        var longest = "# title\n" + string.Concat(Enumerable.Repeat("word ", Lesson.MostWords - 2));
        Assert.Equal("title", Lesson.Read("planted", longest).Title);
        Assert.Throws<FormatException>(() => Lesson.Read("planted", longest + "more"));
    }

    [Fact]
    public void Keeps_html_as_text() => Assert.DoesNotContain("<b>", Lesson.Read("planted", "# title\n\n<b>a</b> & <script>b</script>").Body, StringComparison.Ordinal);

    [GeneratedRegex("href=\"(?<path>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Ways();
}
