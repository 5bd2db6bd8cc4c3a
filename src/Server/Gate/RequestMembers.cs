using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Holdfast.Server.Gate;

/// <summary>
/// What a request says, by the names that its exchange gives: of its query and of its body, a form or JSON. What is inside an object
/// has a name with dots; a list is a text. A request that says something twice can't be read.
/// </summary>
internal static class RequestMembers
{
    private const int Deepest = 4;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Null where something is there twice, or is not what it seems.</summary>
    public static Dictionary<string, string>? Read(ReadOnlySpan<byte> target, ReadOnlySpan<byte> body) =>
        Query(target) is { } members && (body.Length == 0 || (IsJson(body) ? AddObject(members, body) : AddForm(members, body))) ? members : null;

    /// <summary>One for each element of a list in the body, with what the whole request says; the list is the body where it has no name.</summary>
    public static List<Dictionary<string, string>>? ReadEach(ReadOnlySpan<byte> target, ReadOnlySpan<byte> body, string list)
    {
        if (Query(target) is not { } whole || Parse(body) is not { } document) return null;
        using (document)
        {
            var root = document.RootElement;
            var elements = root;
            if (list.Length > 0 && (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(list, out elements))) return null;
            if (elements.ValueKind != JsonValueKind.Array || (list.Length > 0 && !Add(whole, root, "", 1))) return null;
            var each = new List<Dictionary<string, string>>();
            foreach (var element in elements.EnumerateArray())
            {
                var one = new Dictionary<string, string>(whole, StringComparer.Ordinal);
                if (element.ValueKind != JsonValueKind.Object || !Add(one, element, "", 1)) return null;
                each.Add(one);
            }
            return each;
        }
    }

    private static Dictionary<string, string>? Query(ReadOnlySpan<byte> target)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var question = target.IndexOf((byte)'?');
        return question < 0 || AddForm(members, target[(question + 1)..]) ? members : null;
    }

    private static bool IsJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    private static bool AddForm(Dictionary<string, string> members, ReadOnlySpan<byte> form)
    {
        foreach (var pair in Encoding.Latin1.GetString(form).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            if (!members.TryAdd(Decoded(name), Decoded(value))) return false;
        }
        return true;
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static bool AddObject(Dictionary<string, string> members, ReadOnlySpan<byte> body)
    {
        using var document = Parse(body);
        return document is { RootElement.ValueKind: JsonValueKind.Object } && Add(members, document.RootElement, "", 1);
    }

    private static JsonDocument? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            for (var reader = new Utf8JsonReader(body); reader.Read();)
                if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true }) _ = reader.GetString();
            return JsonDocument.Parse(body.ToArray(), Strict);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // the second: half of a surrogate pair
            return null;
        }
    }

    private static bool Add(Dictionary<string, string> members, JsonElement element, string under, int depth)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = under.Length == 0 ? member.Name : string.Create(CultureInfo.InvariantCulture, $"{under}.{member.Name}");
            var isAdded = member.Value.ValueKind switch
            {
                JsonValueKind.Null => true,
                JsonValueKind.String => members.TryAdd(name, member.Value.GetString()!),
                JsonValueKind.Object => depth < Deepest && Add(members, member.Value, name, depth + 1),
                _ => members.TryAdd(name, member.Value.GetRawText()),
            };
            if (!isAdded) return false;
        }
        return true;
    }
}
