using System.Reflection;
using System.Text.RegularExpressions;
using Holdfast.Fuzz.Costs;

namespace Holdfast.Fuzzing.Tests.Costs;

/// <summary>Bytes are counted for the whole process, so nothing else may run beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>The dearest requests that somebody could think of, on the largest account that there may be.</summary>
[Collection(nameof(Alone))]
public sealed class Paying
{
    [Fact]
    public async Task For_no_request_more_than_16_mebibytes()
    {
        var costs = await CostRun.RunAsync(repeats: 3, null);
        Assert.True(costs.Count > 25);
        Assert.All(costs, c => Assert.True(c.Bytes <= Cost.MostBytes, c.ToString()));
        // a case that never reaches its handler costs nothing and says nothing
        Assert.DoesNotContain(costs, c => c.Status is 0 or 401 or 415 or >= 500);
    }

    [Fact]
    public void For_a_regular_expression_never_more_than_its_input_is_long()
    {
        var made = Assemblies().SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(m => (Method: m, Expression: m.GetCustomAttribute<GeneratedRegexAttribute>()))
            .Where(m => m.Expression is not null).ToArray();
        Assert.NotEmpty(made);
        Assert.All(made, m => Assert.True(m.Expression!.Options.HasFlag(RegexOptions.NonBacktracking), m.Method.Name));
    }

    [Fact]
    public void For_no_regular_expression_that_is_made_as_it_runs() => Assert.Empty(
        from file in Directory.GetFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        let text = File.ReadAllText(file)
        where text.Contains("new Regex(", StringComparison.Ordinal) || Regex.IsMatch(text, @"\bRegex\.(?:IsMatch|Match|Replace|Split)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
        select file);

    private static Assembly[] Assemblies() =>
        [typeof(Domain.Time.Spans).Assembly, typeof(Storage.ILog).Assembly, typeof(Server.Hosting.HoldfastServer).Assembly];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Holdfast.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
