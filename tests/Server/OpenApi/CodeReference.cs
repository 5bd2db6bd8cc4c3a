using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Destinations.Addresses;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>Writes docs/reference/codes.md: reasons from their type, refusals and mistakes from the places that say them.</summary>
internal sealed partial class CodeReference
{
    private const string Literal = @"\$?@?""(?<text>(?:[^""\\]|\\.)*)""(?:\s*\+\s*\$?""(?<more>(?:[^""\\]|\\.)*)"")*";

    private static readonly Dictionary<string, int> Statuses = new(StringComparer.Ordinal)
    {
        ["Unknown"] = 404,
        ["Meaning"] = 422,
        ["State"] = 409,
        ["Rule"] = 403,
        ["Shape"] = 400,
        ["Conflict"] = 409,
    };

    private readonly SortedDictionary<string, (SortedSet<int> Statuses, SortedSet<string> Texts)> said = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> policy = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> assessed = new(StringComparer.Ordinal);

    private CodeReference()
    {
    }

    /// <summary>Every code that a problem document can carry.</summary>
    public IEnumerable<string> Problems => said.Keys;

    public static CodeReference Scan(IEnumerable<string> sources)
    {
        var found = new CodeReference();
        foreach (var source in sources) found.Read(source);
        var docs = new XmlDocs(typeof(AddressMistakeCodes).Assembly);
        foreach (var code in typeof(AddressMistakeCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral))
            found.Say((string)code.GetRawConstantValue()!, 422, docs.Of(typeof(AddressMistakeCodes), code.Name)!);
        found.Say("requestMalformed", 400, "several mistakes, at least one of shape; each is in `errors`");
        found.Say("requestInvalid", 422, "several mistakes; each is in `errors`");
        return found;
    }

    public static IEnumerable<string> Sources() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin"))
        .Order(StringComparer.Ordinal).Select(File.ReadAllText);

    public string Write()
    {
        var text = new StringBuilder("""
            # Codes

            Generated from the source; a test fails where this is stale. Codes are stable, texts are not: key on the code. More may come.

            ## Reasons of a withdrawal

            In `reasons` of a withdrawal.

            | code | text |
            |---|---|

            """);
        foreach (var reason in Reasons.All) text.Append($"| `{reason.Code()}` | {reason.Text()} |\n");
        text.Append("""

            ## Reasons of an assessment

            In `assessment.reasons` of a change. Any other code is a kind of signal that the platform reported and the policy weighs.

            | code | text |
            |---|---|

            """);
        foreach (var (code, says) in assessed) text.Append($"| `{code}` | {says} |\n");
        text.Append("""

            ## Problems

            In `code` of a problem document, and in `errors[].code`. `…` stands for what the request or the installation says there.

            | code | status | text |
            |---|---|---|

            """);
        foreach (var (code, (statuses, texts)) in said)
            text.Append($"| `{code}` | {string.Join(", ", statuses)} | {string.Join("<br>", texts)} |\n");
        text.Append("""

            ## Mistakes in a policy

            Named at the start, for the file of `--policy`.

            | code | text |
            |---|---|

            """);
        foreach (var (code, texts) in policy) text.Append($"| `{code}` | {string.Join("<br>", texts)} |\n");
        return text.ToString();
    }

    private void Read(string source)
    {
        foreach (Match m in Refusals().Matches(source)) Say(m.Groups["code"].Value, Statuses[m.Groups["kind"].Value], TextOf(m));
        foreach (Match m in Mistakes().Matches(source)) Say(m.Groups["code"].Value, Statuses[m.Groups["kind"].Value], TextOf(m));
        foreach (Match m in Numbered().Matches(source))
            Say(m.Groups["code"].Value, int.Parse(m.Groups["status"].Value, CultureInfo.InvariantCulture), TextOf(m));
        foreach (Match m in Conflicts().Matches(source)) Say(m.Groups["code"].Value, 409, TextOf(m));
        foreach (Match m in Labels().Matches(source)) Say(m.Groups["code"].Value, 422, TextOf(m));
        foreach (Match m in Unknowns().Matches(source))
            Say(m.Groups["what"].Value + "Unknown", 422, $"there is no {m.Groups["what"].Value} `…`");
        foreach (Match m in OfPolicies().Matches(source)) Of(policy, m.Groups["code"].Value).Add(TextOf(m));
        if (source.Contains("static class Assessing", StringComparison.Ordinal))
            foreach (Match m in Arms().Matches(source)) assessed[m.Groups["code"].Value] = TextOf(m);
    }

    private void Say(string code, int status, string text)
    {
        if (!said.TryGetValue(code, out var known)) said[code] = known = ([], new SortedSet<string>(StringComparer.Ordinal));
        known.Statuses.Add(status);
        known.Texts.Add(text);
    }

    private static SortedSet<string> Of(SortedDictionary<string, SortedSet<string>> all, string code)
    {
        if (!all.TryGetValue(code, out var texts)) all[code] = texts = new SortedSet<string>(StringComparer.Ordinal);
        return texts;
    }

    private static string TextOf(Match match)
    {
        var text = match.Groups["text"].Value + string.Concat(match.Groups["more"].Captures.Select(c => c.Value));
        text = Holes().Replace(text, m => typeof(Bounds).GetField(m.Groups["bound"].Value) is { } bound
            ? Convert.ToString(bound.GetRawConstantValue(), CultureInfo.InvariantCulture)!
            : "…");
        return text.Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"RefusalKind\.(?<kind>\w+),\s*""(?<code>\w+)"",\s*" + Literal, RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Refusals();

    [GeneratedRegex(@"\b(?<kind>Shape|Meaning)\(""(?<code>\w+)"",\s*(?:""[^""]*""(?:\s*\+\s*[\w.()]+)?|\w+),\s*" + Literal, RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Mistakes();

    [GeneratedRegex(@"\b(?:Of|Mistake)\(\s*(?<status>[45]\d\d),\s*""(?<code>\w+)"",\s*(?:""""\s*,\s*|at,\s*)?" + Literal, RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\bConflict\(\s*""(?<code>\w+)"",\s*" + Literal, RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Conflicts();

    [GeneratedRegex(@"\bnew\(""(?<code>label\w+)"",\s*" + Literal, RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Labels();

    [GeneratedRegex(@"\bUnknown\(i,\s*""(?<what>\w+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Unknowns();

    [GeneratedRegex(@"\b(?:Bad\(|PolicyMistake\("""",\s*)""(?<code>\w+)"",\s*(?:string\.Create\(\s*\w+(?:\.\w+)*,\s*)?" + Literal, RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex OfPolicies();

    [GeneratedRegex(@"""(?<code>\w+)""\s*=>\s*" + Literal, RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Arms();

    [GeneratedRegex(@"\{(?:Bounds\.(?<bound>\w+)|(?:[^{}""]|""[^""]*"")+)\}", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Holes();
}
