using System.Text.RegularExpressions;
using Holdfast.Server.Tests.OpenApi;

namespace Holdfast.Server.Tests.Telemetry;

/// <summary>Every line that the program logs has an id of its own and says nothing that somebody else wrote.</summary>
public sealed partial class LogLines
{
    private static readonly string[] Sources =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText),
    ];

    [Fact]
    public void Have_each_an_id_of_its_own()
    {
        var ids = Sources.SelectMany(s => Declared().Matches(s)).Select(m => m.Groups["id"].Value).ToArray();
        Assert.True(ids.Length >= 4);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Are_all_declared() => Assert.DoesNotContain(Sources, s => Undeclared().IsMatch(s));

    /// <summary>An exception's text may quote a body; <c>Reported</c> is an exception without it.</summary>
    [Fact]
    public void Take_exceptions_only_as_they_may_be_reported()
    {
        var lines = Sources.SelectMany(s => Method().Matches(s)).Select(m => m.Groups["parameters"].Value).ToArray();
        Assert.True(lines.Length >= 4);
        Assert.DoesNotContain(lines, p => p.Contains("Exception", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+), LogLevel\.\w+,", RegexOptions.NonBacktracking)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)?\(", RegexOptions.NonBacktracking)]
    private static partial Regex Undeclared();

    [GeneratedRegex(@"private (?:static )?partial void Log\w+\((?<parameters>[^)]*)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Method();
}
