using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Holdfast.Domain.Policies;

/// <summary>One value of a policy text, with where it stands and where its mistakes go.</summary>
internal readonly struct PolicyObject(JsonElement value, string at, List<PolicyMistake> mistakes)
{
    /// <summary>The value as text; null where it is no string.</summary>
    public string? Text => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool IsNull => value.ValueKind == JsonValueKind.Null;

    /// <summary>Whether this is an object with such a member.</summary>
    public bool Has(string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out _);

    /// <summary>Parses the whole text; what comes out has only strings that can be read.</summary>
    public static PolicyMistake? Parse(ReadOnlySpan<byte> json, out JsonElement root)
    {
        root = default;
        if (!Utf8.IsValid(json)) return new PolicyMistake("", "malformed", "the text is not UTF-8");
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
                if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true }
                    && HasHalfACharacter(reader))
                    return new PolicyMistake("", "malformed", "a text holds half of a character");
            reader = new Utf8JsonReader(json);
            root = JsonElement.ParseValue(ref reader);
            return null;
        }
        catch (JsonException e)
        {
            return new PolicyMistake("", "malformed", string.Create(
                CultureInfo.InvariantCulture, $"this is no JSON, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"));
        }
    }

    /// <summary>The members of an object, each name once.</summary>
    public IEnumerable<(string Name, PolicyObject Member)> Members(params string[] needed)
    {
        var members = new List<(string, PolicyObject)>();
        if (value.ValueKind != JsonValueKind.Object)
        {
            WrongType("an object");
            return members;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var member = new PolicyObject(property.Value, $"{at}/{Escape(property.Name)}", mistakes);
            if (seen.Add(property.Name)) members.Add((property.Name, member));
            else member.Bad("duplicateMember", "this member is there twice");
        }
        foreach (var name in needed)
            if (!seen.Contains(name)) Bad("missingMember", $"`{name}` is missing");
        return members;
    }

    public IEnumerable<PolicyObject> Items()
    {
        var items = new List<PolicyObject>();
        if (value.ValueKind != JsonValueKind.Array) WrongType("an array");
        else
            foreach (var item in value.EnumerateArray())
                items.Add(new PolicyObject(item, $"{at}/{items.Count}", mistakes));
        return items;
    }

    public TimeSpan Span(SpanBound bound)
    {
        if (Text is not { } text) WrongType("a string");
        else if (!PolicySpans.TryParse(text, out var span))
            Bad("notASpan", "a span is ISO 8601 with one unit, such as `PT48H` or `P7D`");
        else if (span < bound.Least) Bad("tooShort", $"the least is {PolicySpans.Format(bound.Least)}");
        else if (span > bound.Most) Bad("tooLong", $"the most is {PolicySpans.Format(bound.Most)}");
        else return span;
        return default;
    }

    public decimal Amount()
    {
        if (Text is not { } text) WrongType("a string, so that no reader rounds it");
        else if (!Money.Amount.TryParse(text, out var amount)) Bad("notAnAmount", "this is no amount, such as `50` or `0.25`");
        else return amount;
        return default;
    }

    public string Asset()
    {
        if (Text is not { } text) WrongType("a string");
        else if (!PolicyBounds.IsAsset(text)) Bad("notAnAsset", "this is no name of an asset");
        else return text;
        return "";
    }

    public bool Flag()
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) WrongType("true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    public T Choice<T>() where T : struct, Enum
    {
        if (Text is not { } text) WrongType("a string");
        else
        {
            foreach (var choice in Enum.GetValues<T>())
                if (string.Equals(text, PolicyWriting.Name(choice), StringComparison.Ordinal)) return choice;
            Bad("unknownChoice", $"one of {string.Join(", ", Enum.GetValues<T>().Select(c => $"`{PolicyWriting.Name(c)}`"))}");
        }
        return default;
    }

    public T Unknown<T>(T instead)
    {
        Bad("unknownMember", "no member has this name");
        return instead;
    }

    public void WrongType(string wanted) => Bad("wrongType", $"this must be {wanted}");

    public void Bad(string code, string text) => mistakes.Add(new PolicyMistake(at, code, text));

    // RFC 6901, section 3
    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static bool HasHalfACharacter(Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
