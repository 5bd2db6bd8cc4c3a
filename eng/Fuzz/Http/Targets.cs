using System.Globalization;

namespace Holdfast.Fuzz.Http;

/// <summary>Paths and query strings.</summary>
internal sealed class Targets(Scene scene, Random random)
{
    private static readonly string[] Queries =
    [
        "?", "?x", "?x=1", "?after=1&after=2", "?after=-1", "?after=99999999999999999999", "?after=%00", "?limit=0", "?limit=1001", "?limit=1e3", "?limit=",
        "?wait=PT61S", "?wait=P1Y", "?wait=-PT1S", "?wait", "?viewer=", "?viewer=%ff%fe", "?viewer=" , "?observe=yes", "?observe=true&observe=false", "?observe=TRUE",
        "?%61fter=1", "?after[]=1", "?&&&", "?=", "?viewer=guardian:", "?viewer=guardian:g1", "?;", "?after=1%26limit=2", "?AFTER=1", "?viewer=%E2%80%AE",
    ];

    private static readonly string[] Segments =
        ["%00", "%2F", "..", "%2e%2e", ".", "%ff", "a%20b", "%F0%9F%98%80", "%E2%80%AE", "$installation", "*", "{id}", "%7Bid%7D", "a;b", "null", "a%2520b", "%0d%0ax:y", "%25", "%"];

    /// <summary>The target of an operation, the account in it and the change or withdrawal that it is about.</summary>
    public (string Target, string Account, Named Named) Of(Route route)
    {
        var named = route.Path.Contains("{withdrawal}", StringComparison.Ordinal) ? scene.Withdrawal()
            : route.Path.Contains("{change}", StringComparison.Ordinal) || random.Next(3) > 0 ? scene.Change() : scene.Withdrawal();
        var account = route.Path.Contains("{change}", StringComparison.Ordinal) || route.Path.Contains("{withdrawal}", StringComparison.Ordinal)
            ? named.Account
            : scene.Account();
        var path = route.Path
            .Replace("{id}", account, StringComparison.Ordinal)
            .Replace("{change}", named.Id, StringComparison.Ordinal)
            .Replace("{withdrawal}", named.Id, StringComparison.Ordinal)
            .Replace("{act}", scene.Pick(scene.Acts) ?? "a_none", StringComparison.Ordinal)
            // never the tokens that the run itself needs
            .Replace("{name}", scene.Fresh("t"), StringComparison.Ordinal)
            .Replace("{lesson}", "calls", StringComparison.Ordinal)
            .Replace("{ceremony}", "p_none", StringComparison.Ordinal)
            .Replace("{link}", new string('A', 43), StringComparison.Ordinal)
            .Replace("{token}", scene.Pick(scene.Links) ?? "AAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAA", StringComparison.Ordinal);
        return (path + (route.Id == "waitForNews" ? "?version=0" : Query(route)), account, named);
    }

    public string Wrong(string target)
    {
        var (path, query) = target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (target[..at], target[at..]) : (target, "");
        return random.Next(8) switch
        {
            0 => path + query + "&x=1",
            1 => path.ToUpperInvariant() + query,
            2 => path + "/" + query,
            3 => path.Replace("/v1/", "/v1//", StringComparison.Ordinal) + query,
            4 => Segment(path) + query,
            5 => Segment(path),
            _ => path + Queries[random.Next(Queries.Length)],
        };
    }

    private string Segment(string path)
    {
        var steps = path.Split('/');
        steps[random.Next(1, steps.Length)] = random.Next(10) == 0 ? new string('a', random.Next(1, 4000)) : Segments[random.Next(Segments.Length)];
        return string.Join('/', steps);
    }

    /// <summary>Waiting for events is short here: a line that waits finds nothing.</summary>
    private string Query(Route route)
    {
        var parts = new List<string>();
        foreach (var name in route.Query)
            if (random.Next(2) == 0)
                parts.Add(name + "=" + name switch
                {
                    "after" => random.NextInt64(scene.Head + 1).ToString(CultureInfo.InvariantCulture),
                    "limit" => random.Next(1, 50).ToString(CultureInfo.InvariantCulture),
                    "wait" => "PT0.01S",
                    "observe" => random.Next(2) == 0 ? "true" : "false",
                    _ => "s1",
                });
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
