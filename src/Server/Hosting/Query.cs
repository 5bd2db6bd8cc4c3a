using System.Globalization;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Hosting;

/// <summary>Query strings are strict, too: unknown, doubled and malformed parameters are refused.</summary>
internal static class Query
{
    public static readonly Answered Wrong = Problems.Of(400, "queryInvalid", "the query holds an unknown, doubled or malformed parameter");

    /// <summary>`viewer`; null when the query is wrong.</summary>
    public static (string? Name, bool _)? Viewer(HttpContext http) =>
        Only(http, "viewer") && Text(http, "viewer", 128, out var name) ? (name, true) : null;

    /// <summary>`observe`; null when the query is wrong.</summary>
    public static bool? Observe(HttpContext http)
    {
        if (!Only(http, "observe")) return null;
        return http.Request.Query["observe"].ToString() switch
        {
            "" => http.Request.Query.ContainsKey("observe") ? null : false,
            "true" => true,
            "false" => false,
            _ => null,
        };
    }

    /// <summary>`after` alone, 0 when it is not there; null when the query is wrong.</summary>
    public static long? After(HttpContext http)
    {
        var after = 0L;
        return Only(http, "after") && (!http.Request.Query.ContainsKey("after") || (Digits(http.Request.Query["after"], out after) && after >= 0)) ? after : null;
    }

    /// <summary>`after`, `limit` (1 to 1,000) and `wait` (up to PT60S); null when the query is wrong.</summary>
    public static (long After, int Limit, TimeSpan Wait)? Page(HttpContext http)
    {
        var query = http.Request.Query;
        var (after, limit, wait) = (0L, 100, TimeSpan.Zero);
        if (!Only(http, "after", "limit", "wait")
            || (query.ContainsKey("after") && !(Digits(query["after"], out after) && after >= 0))
            || (query.ContainsKey("limit") && !(Digits(query["limit"], out var l) && l is > 0 and <= 1000 && (limit = (int)l) > 0))
            || (query.ContainsKey("wait") && !(Spans.TryParse(query["wait"], out wait) && wait <= TimeSpan.FromSeconds(60))))
            return null;
        return (after, limit, wait);
    }

    /// <summary>What is asked about, and `to`, which goes with a code alone; null when the query is wrong.</summary>
    public static (string What, string Text, string? To)? Verifying(HttpContext http)
    {
        if (!Only(http, "code", "to", "phone", "email", "link", "domain", "handle") || !Text(http, "to", 254, out var to)) return null;
        var asked = http.Request.Query.Keys.Where(k => k != "to").ToArray();
        if (asked is not [var what] || !Text(http, what, MostOf(what), out var text)) return null;
        return to is not null && what != "code" ? null : (what, text!, to);
    }

    private static int MostOf(string what) => what switch
    {
        "code" => 48,
        "phone" => 64,
        "handle" => 128,
        "link" => 2_000,
        _ => 254,
    };

    private static bool Digits(string? text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Only(HttpContext http, params ReadOnlySpan<string> names)
    {
        foreach (var (name, values) in http.Request.Query)
            if (values.Count != 1 || !names.Contains(name)) return false;
        return true;
    }

    private static bool Text(HttpContext http, string name, int most, out string? text)
    {
        text = http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;
        return text is null || (text.Length is > 0 && text.Length <= most);
    }
}
