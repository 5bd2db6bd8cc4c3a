using System.Text.Json;

namespace Holdfast.Lab.Demonstration;

/// <summary>What the server said, and nothing else.</summary>
internal sealed record Answer(int Status, JsonElement Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>`allow`, `challenge`, `hold` or `deny`; null when it is no answer about a withdrawal.</summary>
    public string? Decision => Text("decision");

    public string? Permit => Text("permit");

    /// <summary>The codes of the reasons, or the code of a refusal.</summary>
    public IReadOnlyList<string> Reasons => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("reasons", out var reasons)
        ? [.. reasons.EnumerateArray().Select(r => r.GetProperty("code").GetString()!)]
        : Text("code") is { } code ? [code] : [];

    public string? Text(string member) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The answer, when the play can't go on without it.</summary>
    /// <exception cref="InvalidOperationException">The server refused.</exception>
    public Answer OrStop(string what) => IsSuccess
        ? this
        : throw new InvalidOperationException($"the server refused to {what}: {Status} {Body}");
}
