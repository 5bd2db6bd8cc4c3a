using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Server.Sessions;

namespace Holdfast.Server.OwnerConsole;

/// <summary>
/// What a form asks for, as the body of a change. It is read by the one reader that there is, so that what is wrong with it is said in
/// the same words.
/// </summary>
internal static class FormEdits
{
    private static readonly string[] NotMembers = ["form", "once", "account", "back", "edit"];

    public static byte[] Body(ConsoleForm form)
    {
        var edits = new JsonArray();
        foreach (var text in form.All("edit"))
            if (Parse(text) is JsonArray several)
                foreach (var one in several) edits.Add(one?.DeepClone());
            else edits.Add(Parse(text));
        if (form["op"] is not null) edits.Add(Typed(form));
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["by"] = By(form.Who), ["edits"] = edits });
    }

    /// <summary>Whoever is signed in. What his browser says of itself is added where the body was read.</summary>
    public static JsonObject By(SignedIn who) => new() { ["kind"] = "owner", ["id"] = who.Owner };

    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 8 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An edit whose members were typed: each field by its name, and what was left empty is not there.</summary>
    private static JsonObject Typed(ConsoleForm form)
    {
        var edit = new JsonObject();
        foreach (var name in form.Fields.Keys.Where(n => !NotMembers.Contains(n)))
            if (form[name] is { } text) edit[name] = text;
        switch (form["op"])
        {
            // these say that there is none by saying nothing
            case "addDestination":
                edit.TryAdd("tag", null);
                break;
            case "setChallenge":
                edit.TryAdd("above", null);
                break;
            case "setExpiry":
                edit["expiresAt"] = form["expiresAt"] is { } day ? EndOf(day) : null;
                break;
            default:
                break;
        }
        return edit;
    }

    /// <summary>A day as people write it is its last moment; anything else is left to the reader to refuse.</summary>
    private static string EndOf(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? day + "T23:59:59Z" : day;
}
