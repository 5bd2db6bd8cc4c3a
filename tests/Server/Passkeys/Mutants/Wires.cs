using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>The text of a response, changed on its way. Nobody signs anew.</summary>
internal sealed class Wires(Random random)
{
    private static readonly string[] Names =
        ["id", "rawId", "type", "response", "authenticatorAttachment", "clientExtensionResults", "clientDataJSON", "attestationObject", "authenticatorData",
         "signature", "userHandle", "transports", "publicKey", "challenge", "__proto__"];

    private static readonly string[] Values = ["null", "true", "0", "1e400", "\"\"", "\"AAAA\"", "[]", "{}", "[\"AAAA\"]", "{\"a\":1}", "\"public-key\"", "\"~\""];

    /// <param name="other">A response to something else, to take from.</param>
    public (string Kind, string Text) Next(JsonObject of, JsonObject other) => random.Next(11) switch
    {
        0 => ("text: a character", Character(of.ToJsonString())),
        1 => ("text: cut or longer", Length(of.ToJsonString())),
        2 => ("member twice", Twice(of, other)),
        3 => ("member left out", Change(of, (members, name) => members.Remove(name))),
        4 => ("member of another type", Change(of, (members, name) => members[name] = JsonNode.Parse(Values[random.Next(Values.Length)]))),
        5 => ("member renamed", Change(of, Rename)),
        6 => ("member nobody knows", Change(of, (members, _) => members[Names[random.Next(Names.Length)]] = JsonNode.Parse(Values[random.Next(Values.Length)]))),
        7 => ("members swapped", Swap(of)),
        8 or 9 => ("another spelling", Change(of, (members, name) => members[name] = Spell(members[name]), texts: true)),
        _ => ("taken from another response", Change(of, (members, name) => members[name] = Within(other, members == of).TryGetPropertyValue(name, out var v) ? v?.DeepClone() : null)),
    };

    private string Character(string text)
    {
        var at = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, ((char)random.Next(32, 127)).ToString()),
            2 => string.Concat(text.AsSpan(0, at), ((char)(text[at] ^ (1 << random.Next(7)))).ToString(), text.AsSpan(at + 1)),
            _ => string.Concat(text.AsSpan(0, at), ((char)random.Next(1, 0x3000)).ToString(), text.AsSpan(at + 1)),
        };
    }

    private string Length(string text) => random.Next(4) switch
    {
        0 => text[..random.Next(text.Length)],
        1 => text + ((string[])["x", "{}", ",", "\0", "]", "}", "//", "null"])[random.Next(8)],
        2 => "\ufeff" + text,
        _ => " " + text + "\n",
    };

    /// <summary>Written out by hand, for no writer would.</summary>
    private string Twice(JsonObject of, JsonObject other)
    {
        var inside = random.Next(3) > 0;
        var members = Within(of, !inside).Select(m => (m.Key, Value: m.Value?.ToJsonString() ?? "null")).ToList();
        var (name, value) = members[random.Next(members.Count)];
        var spelled = random.Next(4) == 0 ? $"\\u{(int)name[0]:x4}{name[1..]}" : name;
        if (random.Next(2) == 0 && Within(other, !inside)[name] is { } taken) value = taken.ToJsonString();
        members.Insert(random.Next(members.Count + 1), (spelled, value));
        var text = "{" + string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}")) + "}";
        return inside ? of.ToJsonString().Replace(of["response"]!.ToJsonString(), text, StringComparison.Ordinal) : text;
    }

    private string Change(JsonObject of, Action<JsonObject, string> how, bool texts = false)
    {
        var copy = of.DeepClone().AsObject();
        var members = Within(copy, outer: random.Next(3) == 0);
        var names = members.Where(m => !texts || m.Value?.GetValueKind() == JsonValueKind.String).Select(m => m.Key).ToArray();
        how(members, names[random.Next(names.Length)]);
        // half of a surrogate pair, which no writer writes
        return copy.ToJsonString().Replace("\"~\"", "\"\\ud800\"", StringComparison.Ordinal);
    }

    private void Rename(JsonObject members, string name)
    {
        var value = members[name]?.DeepClone();
        members.Remove(name);
        members[random.Next(3) switch { 0 => char.ToUpperInvariant(name[0]) + name[1..], 1 => name + " ", _ => name.ToLowerInvariant() + "_" }] = value;
    }

    private string Swap(JsonObject of) => Change(of, (members, name) =>
    {
        var texts = members.Where(m => m.Key != name && m.Value?.GetValueKind() == JsonValueKind.String).Select(m => m.Key).ToArray();
        if (texts.Length == 0) return;
        var with = texts[random.Next(texts.Length)];
        (members[name], members[with]) = (members[with]?.DeepClone(), members[name]?.DeepClone());
    }, texts: true);

    private string Spell(JsonNode? value)
    {
        var text = (string)value!;
        var at = random.Next(text.Length + 1);
        return random.Next(8) switch
        {
            0 => text + "=",
            1 => text.PadRight((text.Length + 3) / 4 * 4, '='),
            2 => text.Replace('-', '+').Replace('_', '/'),
            3 => text.Insert(at, ((string[])[" ", "\n", "\t", "\r\n", "=", "%", "."])[random.Next(7)]),
            4 => text + ((string[])[" ", "\n", "A", "AA", "==", "\0"])[random.Next(6)],
            // in the last character of most lengths are bits that stand for no byte
            5 => text.Length > 0 ? text[..^1] + (char)(text[^1] + 1) : "A",
            6 => new StringBuilder(text).Replace("A", "\u0410").ToString(),
            _ => " " + text,
        };
    }

    private static JsonObject Within(JsonObject credential, bool outer) => outer ? credential : credential["response"]!.AsObject();
}
