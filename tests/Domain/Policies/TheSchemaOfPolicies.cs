using System.Text;
using System.Text.Json;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Policies;

public sealed class TheSchemaOfPolicies
{
    private static readonly JsonElement Schema = JsonElement.Parse(PolicySchema.Write());

    /// <summary>To write it anew: HOLDFAST_WRITE_REFERENCE=1 and run this test.</summary>
    [Fact]
    public void In_the_reference_is_what_the_code_writes()
    {
        var file = Reference("policy.schema.json");
        if (Environment.GetEnvironmentVariable("HOLDFAST_WRITE_REFERENCE") == "1") File.WriteAllText(file, PolicySchema.Write());
        Assert.Equal(PolicySchema.Write(), File.ReadAllText(file));
    }

    [Fact]
    public void Agrees_with_the_reader_on_every_text()
    {
        Assert.True(PolicyTexts.Good.Length + PolicyTexts.Bad.Length >= 40);
        Assert.All(PolicyTexts.Good, text => Assert.True(Accepts(text)));
        Assert.All(PolicyTexts.Bad, bad => Assert.False(Accepts(bad.Text)));
    }

    [Fact]
    public void Agrees_with_the_reader_on_every_length_of_every_span()
    {
        string[] members = ["strongEvidenceHold", "settling", "evidenceSpan", "sessionFactorAge"];
        string[] names = [.. members, .. Elements.All.Select(e => $"holds/{e.Name()}")];
        long[] lengths = [0, 1, 4, 5, 6, 23, 24, 25, 29, 30, 31, 59, 60, 61, 299, 300, 301, 719, 720, 721, 1439, 1440, 1441,
            3599, 3600, 3601, 43199, 43200, 43201, 86399, 86400, 86401, 2591999, 2592000, 2592001, 9999999, 99999999];
        foreach (var name in names)
            foreach (var length in lengths)
                foreach (var span in (string[])[$"P{length}D", $"PT{length}H", $"PT{length}M", $"PT{length}S"])
                {
                    var text = name.StartsWith("holds/", StringComparison.Ordinal)
                        ? $$$"""{"holds":{"{{{name[6..]}}}":"{{{span}}}"}}"""
                        : $$"""{"{{name}}":"{{span}}"}""";
                    Assert.True(Accepts(text) == IsRead(text), text);
                }
    }

    [Fact]
    public void Is_accepted_by_what_it_says_are_the_defaults()
    {
        var text = new StringBuilder("{");
        foreach (var member in Schema.GetProperty("properties").EnumerateObject())
            if (member.Value.TryGetProperty("default", out var value)) text.Append($"\"{member.Name}\":{value.GetRawText()},");
        text[^1] = '}';
        Assert.True(Accepts(text.ToString()));
        Assert.Empty(PolicyReading.Read(Encoding.UTF8.GetBytes(text.ToString()), out var policy));
        Assert.Empty(PolicyComparison.Compare(Policy.Default, policy!));
    }

    [Theory]
    [InlineData("""{"minLength":1}""")]
    [InlineData("""{"type":"number"}""")]
    public void Is_checked_by_a_checker_that_stops_at_what_it_does_not_know(string schema) => Assert.Throws<NotSupportedException>(
        () => SchemaChecker.Accepts(JsonElement.Parse(schema), JsonElement.Parse("1")));

    [Fact]
    public void Disagrees_with_the_reader_when_a_bound_of_it_is_planted_wrong()
    {
        var wrong = PolicySchema.Write().Replace("\"settling\": {", "\"settled\": {", StringComparison.Ordinal);
        Assert.False(SchemaChecker.Accepts(JsonElement.Parse(wrong), JsonElement.Parse("""{"settling":"P1D"}""")));
        var open = PolicySchema.Write().Replace("\"uniqueItems\": true", "\"uniqueItems\": false", StringComparison.Ordinal);
        Assert.True(SchemaChecker.Accepts(
            JsonElement.Parse(open), JsonElement.Parse("""{"guardianApproves":["limit","limit"]}""")));
    }

    private static bool Accepts(string text) => SchemaChecker.Accepts(Schema, JsonElement.Parse(text));

    private static bool IsRead(string text) => PolicyReading.Read(Encoding.UTF8.GetBytes(text), out _).Length == 0;

    internal static string Reference(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "reference", file);
    }
}
