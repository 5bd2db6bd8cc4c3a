using System.Text.Json;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>A JSON object as a loose reader has it: of two members of one name the last counts, and that there were two is noted.</summary>
internal sealed class Members
{
    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);

    private Members(JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            IsTwice |= members.ContainsKey(member.Name);
            members[member.Name] = member.Value;
        }
        IsTwiceInAnyCase = members.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < members.Count;
    }

    public bool IsTwice { get; }

    /// <summary>There are readers that take a member by its name in any case.</summary>
    public bool IsTwiceInAnyCase { get; }

    /// <summary>Null for what is no object of JSON.</summary>
    public static Members? Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Of(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Members? Object(string name) => members.TryGetValue(name, out var value) ? Of(value) : null;

    public JsonValueKind Kind(string name) => members.TryGetValue(name, out var value) ? value.ValueKind : JsonValueKind.Undefined;

    /// <summary>Null for what is not there, or no text, or half of a surrogate pair.</summary>
    public string? Text(string name)
    {
        try
        {
            return members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public Fault Knows(string[] names) =>
        (IsTwice ? Fault.Twice : Fault.None) | (members.Keys.All(names.Contains) ? Fault.None : Fault.Shape);

    private static Members? Of(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object ? new Members(element) : null;
        }
        catch (InvalidOperationException)
        {
            // a name that is no text
            return null;
        }
    }
}
