using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>Makes of a body one that is not quite right: its shape, its values, its bytes.</summary>
internal sealed class Mutations(Random random)
{
    /// <summary>The most that a body may hold.</summary>
    private const int Bound = 65_536;

    public static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "-1", "0", "00", "1e400", "NaN", "99999999999999999999999999999999", "0.0000000000000000001", "-0", "+1", "١٢٣",
        "PT", "P", "P9999999D", "PT0.0001S", "-PT1H", "P1Y", "PT1H30", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z",
        "1999-12-31T23:59:59.999Z", "2026-01-31T12:00:00", "never", "..", "../../etc/passwd", "%00", "%2e%2e", "{{7*7}}", "${jndi:ldap://x}", "'; drop table x; --",
        "<script>alert(1)</script>", "‮gnp.exe", "\u200b", "\ufeff", "\ud83d\ude00", "e\u0301\u0301\u0301", "ﷺ", "ı", "İ", "ſ", "K", "\u2028", "\uffff", "\ufdd0",
        "::1%eth0", "0x7f.1", "010.0.0.1", "256.1.1.1", "1.2.3.4/33", "::/129", "198.51.100.7/24", "a@b", "@", "a@b..c", "$installation", "platform", "staff-1",
        "true", "null", "[]", "{}", "\"", "\\", "\r\n", "x\r\nset-cookie: a=b", "https://user:pass@example.com/", "file:///etc/passwd", "0x", "bc1", "T", "1111111111",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "1.5", "1e2", "1E400", "-1e-400", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
        "2147483648", "9007199254740993", "0.1", "123456789012345678901234567890123456789012345678901234567890",
    ];

    /// <summary>The bytes of a changed body, and what was done.</summary>
    public (byte[] Body, string Story) Of(JsonNode? body)
    {
        var story = new StringBuilder();
        for (var times = random.Next(4) == 0 ? 2 : 1; times > 0 && body is not null; times--) story.Append(Shape(ref body)).Append(' ');
        var bytes = Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null");
        if (random.Next(3) > 0) return (bytes, story.ToString());
        var (changed, how) = Bytes(bytes);
        return (changed, story + how);
    }

    private string Shape(ref JsonNode? root)
    {
        var places = Places(root!).ToArray();
        if (places.Length == 0) return Replace(ref root, null);
        var (parent, at) = places[random.Next(places.Length)];
        switch (random.Next(9))
        {
            case 0:
                Remove(parent, at);
                return "left out " + at;
            case 1 when parent is JsonObject members:
                members[Texts[random.Next(Texts.Length)]] = Anything();
                return "added a stranger";
            case 2:
                Put(parent, at, LongText());
                return "long text at " + at;
            case 3:
                Put(parent, at, Many(random.Next(2) == 0 ? Get(parent, at) : Anything()));
                return "many at " + at;
            case 4:
                Put(parent, at, Deep(random.Next(2, 40)));
                return "depth at " + at;
            case 5:
                return Replace(ref root, parent == root ? null : parent.DeepClone());
            case 6:
                Put(parent, at, JsonNode.Parse(Numbers[random.Next(Numbers.Length)]));
                return "number at " + at;
            case 7:
                Put(parent, at, Anything());
                return "another type at " + at;
            default:
                Put(parent, at, Texts[random.Next(Texts.Length)]);
                return "text at " + at;
        }
    }

    private string Replace(ref JsonNode? root, JsonNode? with)
    {
        root = with ?? Anything();
        return "another root";
    }

    private (byte[], string) Bytes(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        switch (random.Next(8))
        {
            case 0:
                return (body[..random.Next(body.Length + 1)], "cut");
            case 1 when body.Length > 0:
                for (var times = random.Next(1, 4); times > 0; times--) body[random.Next(body.Length)] = (byte)random.Next(256);
                return (body, "bytes changed");
            case 2 when text.Length > 2 && text[0] == '{':
                return (Encoding.UTF8.GetBytes(text[..^1] + "," + text[1..]), "members doubled");
            case 3:
                return (Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", random.Next(1, 3000)))), "only depth");
            case 4:
                return ([0xEF, 0xBB, 0xBF, .. body], "byte order mark");
            case 5 when text.Contains('"', StringComparison.Ordinal):
                return (Encoding.UTF8.GetBytes(HalfPair(text)), "half a surrogate pair");
            case 6:
                return (Encoding.UTF8.GetBytes(text + new string(' ', Math.Max(0, random.Next(Bound - 4, Bound + 4) - body.Length))), "up to the bound");
            default:
                return (Encoding.Unicode.GetBytes(text), "UTF-16");
        }
    }

    /// <summary>Into one of the texts, names of members among them.</summary>
    private string HalfPair(string text)
    {
        var at = text.IndexOf('"', random.Next(text.LastIndexOf('"') + 1)) + 1;
        return text.Insert(at, random.Next(2) == 0 ? "\\ud800" : "\\udc00");
    }

    private JsonNode? Anything() => random.Next(8) switch
    {
        0 => null,
        1 => true,
        2 => new JsonObject(),
        3 => new JsonArray(),
        4 => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]),
        5 => new JsonArray(1, "a", null),
        6 => new JsonObject { ["a"] = new JsonObject { ["b"] = 1 } },
        _ => Texts[random.Next(Texts.Length)],
    };

    private JsonNode LongText()
    {
        var one = Texts[random.Next(Texts.Length)];
        if (one.Length == 0) one = "é";
        var length = random.Next(4) switch { 0 => 65, 1 => 257, 2 => 5000, _ => random.Next(1, 40_000) };
        var text = new StringBuilder(length + one.Length);
        while (text.Length < length) text.Append(one);
        return text.ToString(0, Math.Min(length, text.Length));
    }

    private JsonArray Many(JsonNode? one)
    {
        var size = (one?.ToJsonString().Length ?? 4) + 1;
        var count = Math.Clamp(random.Next(3) == 0 ? 30_000 / size : random.Next(2, 80), 1, 4000);
        return [.. Enumerable.Range(0, count).Select(_ => one?.DeepClone())];
    }

    private JsonNode Deep(int depth)
    {
        JsonNode deep = 1;
        for (var i = 0; i < depth; i++) deep = random.Next(2) == 0 ? new JsonArray(deep) : new JsonObject { ["d"] = deep };
        return deep;
    }

    private static IEnumerable<(JsonNode Parent, string At)> Places(JsonNode node)
    {
        IEnumerable<(string At, JsonNode? Child)> children = node switch
        {
            JsonObject o => o.Select(m => (m.Key, m.Value)),
            JsonArray a => a.Select((e, i) => (i.ToString(CultureInfo.InvariantCulture), e)),
            _ => [],
        };
        foreach (var (at, child) in children)
        {
            yield return (node, at);
            if (child is null) continue;
            foreach (var below in Places(child)) yield return below;
        }
    }

    private static JsonNode? Get(JsonNode parent, string at) =>
        parent is JsonArray array ? array[int.Parse(at, CultureInfo.InvariantCulture)] : parent[at];

    private static void Put(JsonNode parent, string at, JsonNode? value)
    {
        if (parent is JsonArray array) array[int.Parse(at, CultureInfo.InvariantCulture)] = value;
        else parent[at] = value;
    }

    private static void Remove(JsonNode parent, string at)
    {
        if (parent is JsonArray array) array.RemoveAt(int.Parse(at, CultureInfo.InvariantCulture));
        else ((JsonObject)parent).Remove(at);
    }
}
