using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.Harness;

/// <summary>An answer of the server, read whole.</summary>
public sealed record Reply(int Status, string Body, string? ContentType, bool IsReplayed, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public JsonNode? this[string member] => Json[member];

    /// <summary>The stable code of a problem.</summary>
    public string? Code => Text("code");

    /// <summary>Code and place of every mistake that a problem names, as `code@/place`.</summary>
    public string[] Mistakes =>
        [.. (Json["errors"] as JsonArray ?? []).Select(e => $"{(string)e!["code"]!}@{(string)e["at"]!}")];

    public string? Text(string member) => (string?)Json[member];

    /// <summary>The names of the members, in the order of the answer.</summary>
    public string[] Members => [.. Json.AsObject().Select(m => m.Key)];

    public Reply Is(int status)
    {
        Assert.True(Status == status, $"expected {status}, was {Status}: {Body}");
        return this;
    }

    public Reply Is(int status, string code)
    {
        Assert.True(Status == status && Code == code, $"expected {status} {code}, was {Status}: {Body}");
        Assert.Equal("application/problem+json", ContentType);
        return this;
    }
}
