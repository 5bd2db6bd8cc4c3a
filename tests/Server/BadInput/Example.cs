using System.Globalization;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>A body that is right, and what may be left out of it.</summary>
internal sealed class Example
{
    private static readonly char[] Marks = ['?', '~'];

    private readonly HashSet<string> optional = [], nullable = [];
    private readonly JsonNode root;

    /// <param name="route">The pattern in the routing table.</param>
    /// <param name="marked">The body, with `?` and `~` behind the names of members that may be absent or null.</param>
    public Example(string route, string marked)
    {
        Route = route;
        Path = route.Replace("{id}", "alice", StringComparison.Ordinal).Replace("{change}", "c_none", StringComparison.Ordinal)
            .Replace("{withdrawal}", "w1", StringComparison.Ordinal).Replace("{act}", "a_none", StringComparison.Ordinal);
        root = Unmark(JsonNode.Parse(marked)!, "");
    }

    public string Route { get; }

    public string Path { get; }

    /// <summary>The body anew.</summary>
    public JsonNode Body => root.DeepClone();

    /// <summary>Every value in it but those of free data.</summary>
    public IEnumerable<Place> Places =>
        from place in Below(root, "")
        where !place.At.Contains("/data/", StringComparison.Ordinal)
        select new Place(this, place.At, place.Node, optional.Contains(place.At), nullable.Contains(place.At));

    /// <summary>The places of its objects but free data, the body itself first.</summary>
    public IEnumerable<string> Objects =>
        Below(root, "").Where(p => p.Node is JsonObject && !p.At.EndsWith("/data", StringComparison.Ordinal)).Select(p => p.At).Prepend("");

    /// <summary>What stands at a JSON pointer.</summary>
    public static JsonNode Find(JsonNode root, string at) => at.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(root, (node, name) => node is JsonArray array ? array[Index(name)]! : node[name]!);

    /// <summary>Puts another value where a JSON pointer points.</summary>
    public static void Put(JsonNode root, string at, JsonNode? value)
    {
        var cut = at.LastIndexOf('/');
        var (parent, name) = (Find(root, at[..cut]), at[(cut + 1)..]);
        if (parent is JsonArray array) array[Index(name)] = value;
        else parent[name] = value;
    }

    private static int Index(string name) => int.Parse(name, CultureInfo.InvariantCulture);

    private static IEnumerable<(string At, JsonNode Node)> Below(JsonNode node, string at)
    {
        var children = node switch
        {
            JsonObject o => o.Select(m => ($"{at}/{m.Key}", m.Value!)),
            JsonArray a => a.Select((e, i) => ($"{at}/{i}", e!)),
            _ => [],
        };
        foreach (var (place, child) in children)
        {
            yield return (place, child);
            foreach (var below in Below(child, place)) yield return below;
        }
    }

    private JsonNode Unmark(JsonNode node, string at)
    {
        if (node is JsonArray list) return new JsonArray([.. list.Select((e, i) => Unmark(e!, $"{at}/{i}"))]);
        if (node is not JsonObject members) return node.DeepClone();
        var plain = new JsonObject();
        foreach (var (marked, value) in members)
        {
            var name = marked.TrimEnd(Marks);
            if (marked.Contains('?', StringComparison.Ordinal)) optional.Add($"{at}/{name}");
            if (marked.Contains('~', StringComparison.Ordinal)) nullable.Add($"{at}/{name}");
            plain[name] = Unmark(value!, $"{at}/{name}");
        }
        return plain;
    }
}

/// <summary>One value of a body.</summary>
/// <param name="At">Where it stands, as a JSON pointer.</param>
internal sealed record Place(Example Of, string At, JsonNode Node, bool MayBeAbsent, bool MayBeNull)
{
    public string Name => At[(At.LastIndexOf('/') + 1)..];

    /// <summary>A member of an object rather than an element of a list.</summary>
    public bool IsMember => !char.IsAsciiDigit(Name[0]);

    public string Parent => At[..At.LastIndexOf('/')];

    /// <summary>What kind of value it is: `object`, `array`, `string`, `number` or `boolean`.</summary>
    public string Kind => KindOf(Node);

    public static string KindOf(JsonNode node) => node.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The whole body with another value here.</summary>
    public Case With(JsonNode? value, string code) => Changed(root => Example.Put(root, At, value), $"{code}@{At}");

    /// <summary>The whole body, changed.</summary>
    public Case Changed(Action<JsonNode> change, params string[] mistakes)
    {
        var root = Of.Body;
        change(root);
        return new Case(Of.Path, root.ToJsonString(), mistakes);
    }
}
