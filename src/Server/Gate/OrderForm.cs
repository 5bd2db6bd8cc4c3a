using Holdfast.Server.Answers;

namespace Holdfast.Server.Gate;

/// <summary>How the orders of a request are read: one shape for each kind of order that its exchange knows.</summary>
/// <param name="Each">The list in the body whose elements are the orders; empty where the body itself is it; null: the request is one order.</param>
/// <param name="Shapes">The first one that fits an order reads it. Without any it can't be read.</param>
internal sealed record OrderForm(string? Each, OrderShape[] Shapes)
{
    private const int MostOrders = 50;

    /// <summary>Each order as the body of `POST …/orders` has it; null where one can't be read, so that none may go on.</summary>
    /// <param name="signed">A name for what the client signed: that of an order for which he gave none.</param>
    public byte[][]? Write(ReadOnlySpan<byte> target, ReadOnlySpan<byte> body, string signed, string key, string credential, string ip)
    {
        List<Dictionary<string, string>>? each;
        if (Each is { } list) each = RequestMembers.ReadEach(target, body, list);
        else each = RequestMembers.Read(target, body) is { } one ? [one] : null;
        if (each is not { Count: > 0 and <= MostOrders }) return null;
        var orders = new byte[each.Count][];
        for (var i = 0; i < orders.Length; i++)
        {
            if (Array.Find(Shapes, s => s.Fits(each[i])) is not { } shape) return null;
            orders[i] = Write(shape, each[i], orders.Length == 1 ? "g_" + signed : $"g_{signed}_{i}", key, credential, ip);
        }
        return orders;
    }

    private static byte[] Write(OrderShape shape, Dictionary<string, string> members, string id, string key, string credential, string ip) =>
        Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("order", shape.Of("id", members) ?? id);
            if (shape.Of("pair", members) is { } pair) json.WriteString("pair", pair.Replace('-', '/').Replace('_', '/').ToUpperInvariant());
            if (shape.Of("side", members) is { } side) json.WriteString("side", side.ToLowerInvariant());
            foreach (var name in (string[])["price", "amount", "spend", "leverage"])
                if (shape.Of(name, members) is { } value) json.WriteString(name, value);
            foreach (var name in (string[])["trigger", "falls", "rises"])
            {
                if (shape.Of(name, members) is not { } trigger) continue;
                json.WriteStartObject("trigger");
                json.WriteString("price", trigger);
                if (name != "trigger") json.WriteString("when", name);
                json.WriteEndObject();
            }
            json.WriteStartObject("via");
            json.WriteString("key", key);
            json.WriteString("credential", credential);
            json.WriteString("ip", ip);
            json.WriteEndObject();
            json.WriteEndObject();
        });
}

/// <summary>One kind of order, by the names and values that its exchange gives it.</summary>
/// <param name="Names">Theirs by ours.</param>
/// <param name="Needs">What must be there, with one of these values; with none, whatever it is.</param>
/// <param name="Refuses">What must not be there, or where there is a text must not hold it; `name.*` is all that is in an object.</param>
/// <param name="Only">The one object that may be in another, such as `configuration.limit`; null: whatever there is.</param>
internal sealed record OrderShape(
    Dictionary<string, string> Names, (string Name, string[] Values)[] Needs, (string Name, string? Text)[] Refuses, string? Only)
{
    private const string All = ".*";

    private static readonly string[] Known = ["id", "pair", "side", "price", "amount", "spend", "trigger", "falls", "rises", "leverage"];

    /// <summary>Reads words: `ours=theirs`, `theirs:value,value` or `theirs:*`, `!theirs` or `!theirs:text`, `object.inside.*`.</summary>
    public static OrderShape? Read(ReadOnlySpan<string> words, out string? mistake)
    {
        mistake = null;
        var only = default(string);
        var (names, needs, refuses) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<(string, string[])>(), new List<(string, string?)>());
        foreach (var word in words)
        {
            var (equals, colon) = (word.IndexOf('=', StringComparison.Ordinal), word.IndexOf(':', StringComparison.Ordinal));
            if (word.Length > 1 && word[0] == '!') refuses.Add(colon < 0 ? (word[1..], null) : (word[1..colon], word[(colon + 1)..]));
            else if (equals < 0 && colon < 0 && only is null && word.EndsWith(All, StringComparison.Ordinal) && word.Count(c => c == '.') > 1) only = word[..^1];
            else if (equals > 0 && equals < word.Length - 1 && Known.Contains(word[..equals]) && names.TryAdd(word[..equals], word[(equals + 1)..])) continue;
            else if (equals < 0 && colon > 0 && colon < word.Length - 1)
                needs.Add((word[..colon], word[(colon + 1)..] is "*" ? [] : word[(colon + 1)..].Split(',')));
            else mistake ??= $"`{word}` is not one of {string.Join("=, ", Known)}= and a name, each once, nor `name:value,value`, nor `!name`";
        }
        foreach (var needed in (string[])["pair", "side"])
            if (!names.ContainsKey(needed)) mistake ??= $"`{needed}=` is missing";
        if (!names.ContainsKey("amount") && !names.ContainsKey("spend")) mistake ??= "`amount=` or `spend=` is missing";
        if (Known[6..9].Count(names.ContainsKey) > 1) mistake ??= "of `trigger=`, `falls=` and `rises=` there may be one";
        return mistake is null ? new OrderShape(names, [.. needs], [.. refuses], only) : null;
    }

    public bool Fits(Dictionary<string, string> members)
    {
        foreach (var (name, values) in Needs)
            if (!members.TryGetValue(name, out var value) || (values.Length > 0 && !values.Contains(value, StringComparer.OrdinalIgnoreCase))) return false;
        foreach (var (name, text) in Refuses)
            if (name.EndsWith(All, StringComparison.Ordinal) ? members.Keys.Any(m => m.StartsWith(name[..^1], StringComparison.Ordinal))
                : members.TryGetValue(name, out var value) && value.Length > 0
                  && (text is null || value.Contains(text, StringComparison.OrdinalIgnoreCase))) return false;
        if (Only is not { } inside) return true;
        var outside = inside[..(inside.LastIndexOf('.', inside.Length - 2) + 1)];
        return members.Keys.All(m => !m.StartsWith(outside, StringComparison.Ordinal) || m.StartsWith(inside, StringComparison.Ordinal));
    }

    /// <summary>Null where it is not said.</summary>
    public string? Of(string ours, Dictionary<string, string> members) =>
        Names.TryGetValue(ours, out var theirs) && members.TryGetValue(theirs, out var value) && value.Length > 0 ? value : null;
}
