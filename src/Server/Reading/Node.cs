using System.Text.Json;
using Holdfast.Domain.Labels;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Reading;

/// <summary>
/// An object of a body, read member by member. Whatever is wrong is noted with its place, and a stand-in goes on, so that
/// one reading names every mistake. <see cref="Done"/> notes what nobody asked for.
/// </summary>
internal sealed class Node
{
    private static readonly Dictionary<string, JsonElement> Nothing = new(0, StringComparer.Ordinal);

    private readonly Dictionary<string, JsonElement> members;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly List<Mistake> mistakes;

    public Node(JsonElement element, string at, List<Mistake> mistakes)
    {
        (At, this.mistakes) = (at, mistakes);
        if (element.ValueKind != JsonValueKind.Object)
        {
            members = Nothing;
            IsObject = false;
            Shape("typeWrong", "", "this must be an object");
            return;
        }
        members = new(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            if (NameOf(member) is not { } name) Shape("textInvalid", "", "the name of a member holds half of a surrogate pair");
            else if (!members.TryAdd(name, member.Value)) Shape("memberTwice", "/" + Escape(name), "this member is there twice");
    }

    public string At { get; }

    public bool IsObject { get; } = true;

    public bool Has(string name)
    {
        asked.Add(name);
        return members.ContainsKey(name);
    }

    /// <summary>Whether there is a list of this name with nothing in it.</summary>
    public bool HasEmpty(string name) =>
        members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    public void Shape(string code, string below, string text) => mistakes.Add(new Mistake(400, code, At + below, text));

    public void Meaning(string code, string below, string text) => mistakes.Add(new Mistake(422, code, At + below, text));

    /// <summary>Notes every member that was not asked for.</summary>
    public void Done()
    {
        foreach (var name in members.Keys)
            if (!asked.Contains(name)) Shape("memberUnknown", "/" + Escape(name), "there is no such member here");
    }

    /// <summary>The member's value; undefined, with a mistake noted, when it is missing, or null where null is none.</summary>
    public JsonElement Get(string name, bool optional = false, bool nullable = false)
    {
        asked.Add(name);
        if (!IsObject) return default;
        if (!members.TryGetValue(name, out var value))
        {
            if (!optional) Shape("memberMissing", "/" + name, "this member is missing");
            return default;
        }
        if (value.ValueKind != JsonValueKind.Null) return value;
        if (!nullable) Shape("memberNull", "/" + name, "this member can't be null");
        return default;
    }

    public string? Text(string name, int most, bool optional = false, bool nullable = false, int least = 1)
    {
        var value = Get(name, optional, nullable);
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Shape("typeWrong", "/" + name, "this must be a string");
            return null;
        }
        var text = Plain(value);
        if (text is not null && text.Length >= least && text.Length <= most) return text;
        if (text is null) Shape("textInvalid", "/" + name, "this holds half of a surrogate pair");
        else Shape("lengthWrong", "/" + name, $"this has {least} to {most} characters");
        return null;
    }

    public bool? Flag(string name, bool optional = false)
    {
        var value = Get(name, optional);
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        if (value.ValueKind != JsonValueKind.Undefined) Shape("typeWrong", "/" + name, "this must be true or false");
        return null;
    }

    public long? Whole(string name)
    {
        var value = Get(name);
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0) return number;
        Shape("typeWrong", "/" + name, "this must be a whole number of zero or more");
        return null;
    }

    /// <summary>An id: letters, digits and `. _ : @ -`, at most 64.</summary>
    public string Id(string name, bool optional = false)
    {
        if (Text(name, 64, optional) is not { } id) return "";
        if (id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '@' or '-')) return id;
        Shape("idInvalid", "/" + name, "an id has letters, digits and . _ : @ - only");
        return "";
    }

    public decimal? Amount(string name, bool positive, bool nullable = false)
    {
        if (Text(name, 64, nullable: nullable) is not { } text) return null;
        if (!Domain.Money.Amount.TryParse(text, out var amount))
            Meaning("amountInvalid", "/" + name,
                $"an amount is digits with at most one point, at most {Domain.Money.Amount.MostDigits} digits and {Domain.Money.Amount.MostDecimals} of them behind it");
        else if (positive && amount == 0) Meaning("amountZero", "/" + name, "the amount must be above zero");
        else return amount;
        return null;
    }

    public TimeSpan? Span(string name, TimeSpan least, TimeSpan most, bool optional = false)
    {
        if (Text(name, 64, optional) is not { } text) return null;
        if (!Spans.TryParse(text, out var span)) Meaning("spanInvalid", "/" + name, "a span is an ISO 8601 duration such as PT48H or P7D");
        else if (span < least || span > most)
            Meaning("spanOutOfRange", "/" + name, $"this span is {Spans.Format(least)} to {Spans.Format(most)}");
        else return span;
        return null;
    }

    public Instant? Time(string name, bool nullable = false)
    {
        if (Text(name, 64, nullable: nullable) is not { } text) return null;
        if (Instant.TryParse(text, out var at)) return at;
        Meaning("timeInvalid", "/" + name, "a time is RFC 3339 between 2000 and 2200, such as 2026-01-31T12:00:00Z");
        return null;
    }

    /// <summary>The elements of an array, each with its place.</summary>
    public (JsonElement Element, string At)[] List(string name, int most, bool optional = false)
    {
        var value = Get(name, optional);
        if (value.ValueKind == JsonValueKind.Undefined) return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Shape("typeWrong", "/" + name, "this must be a list");
            return [];
        }
        if (value.GetArrayLength() <= most) return [.. value.EnumerateArray().Select((e, i) => (e, $"{At}/{name}/{i}"))];
        Shape("tooMany", "/" + name, $"this list has at most {most} elements");
        return [];
    }

    /// <summary>The texts of a list, each at its index; null, with a mistake noted, where an element is none.</summary>
    public string?[] Texts(string name, int most)
    {
        var texts = new List<string?>();
        foreach (var (element, at) in List(name, most))
        {
            var text = element.ValueKind == JsonValueKind.String ? Plain(element) : null;
            if (text is null) mistakes.Add(new Mistake(400, "typeWrong", at, "this must be a string"));
            texts.Add(text);
        }
        return [.. texts];
    }

    public Node? Object(string name, bool optional = false, bool nullable = false)
    {
        var value = Get(name, optional, nullable);
        return value.ValueKind == JsonValueKind.Undefined ? null : new Node(value, $"{At}/{name}", mistakes);
    }

    public Node Element((JsonElement Element, string At) element) => new(element.Element, element.At, mistakes);

    /// <summary>The text; null when it holds half of a surrogate pair.</summary>
    private static string? Plain(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A name within a JSON pointer (RFC 6901), safe to show.</summary>
    private static string Escape(string name) => string.Join(
        "~0", (name.Length > 64 ? name[..64] : name).Split('~').Select(p => string.Join("~1", p.Split('/').Select(SafeText.Escape))));
}
