using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>Something that must not be, and the request that showed it.</summary>
internal sealed record Finding(string Rule, string What, string Request)
{
    public override string ToString() => $"{Rule}: {What}\n{Request}";
}

/// <summary>Says what is wrong with an answer; knows the document and the secrets, and nothing of the server's code.</summary>
internal sealed class Judge(Contract contract, Canaries canaries)
{
    private const string Problem = "application/problem+json";

    /// <summary>What Kestrel answers to what is no HTTP or beyond its bounds, before anything of Holdfast runs.</summary>
    private static readonly HashSet<int> OfTheWire = [400, 404, 405, 408, 411, 413, 414, 415, 417, 431, 501, 505];

    private static readonly HashSet<string> Methods =
        new(StringComparer.Ordinal) { "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY", "BREW" };

    public IEnumerable<(string Rule, string What)> Mistakes(Shot shot, Answer answer)
    {
        if (answer.Status >= 500 && !(shot.Form == Form.Broken && IsOfTheWire(answer))) yield return ("no 5xx", $"{answer.Status}: {answer.Text}");
        else if (shot.Form == Form.Broken)
        {
            if (!IsOfTheWire(answer) && !Declared(answer, contract.Routes)) yield return ("declared", $"{answer.Status} {answer.Type}: {answer.Text}");
        }
        else if (!Expected(shot, answer)) yield return ("declared", $"{answer.Status} {answer.Type}: {answer.Text}");
        if (answer.Body.Length > 0 && answer.Type == Problem && ProblemMistake(answer) is { } mistake) yield return ("problem", $"{mistake}: {answer.Text}");
        if (answer.Body.Length > 0 && answer.Type == "application/json" && !IsJson(answer)) yield return ("json", answer.Text);
        if (canaries.In(canaries.Learn(answer)) is { } secret) yield return ("no secret", $"{secret} in {answer.Text}");
        foreach (var (name, value) in answer.Headers)
            if (canaries.In(value) is { } shown) yield return ("no secret", $"{shown} in the header {name}");
    }

    /// <summary>The operation's own answers; and of the router's where the request leads to no operation.</summary>
    private bool Expected(Shot shot, Answer answer)
    {
        if (shot.Form == Form.Large && IsOfTheWire(answer)) return true;
        var method = shot.Method.ToUpperInvariant();
        if (!Methods.Contains(method)) return IsOfTheWire(answer);
        if (shot.Story == "another target" && IsOfTheWire(answer) && answer.Status == 400) return true;
        var segments = Uri.UnescapeDataString(shot.Path).TrimEnd('/').Split('/');
        Route[] there = [.. contract.Routes.Where(r => r.Fits(shot.Path.TrimEnd('/').Split('/')) || r.Fits(segments))];
        Route[] called = [.. there.Where(r => r.Method == method)];
        if (Declared(answer, called)) return true;
        // a path that was bent may lead the router elsewhere than here
        var isBent = shot.Story == "another target";
        if (called.Length > 0 && !isBent) return false;
        if (isBent && Declared(answer, contract.Routes.Where(r => r.Method == method))) return true;
        return answer.Status is 404 or 405 && (answer.Type == Problem || method == "HEAD");
    }

    private static bool IsOfTheWire(Answer answer) => OfTheWire.Contains(answer.Status) && (answer.Body.Length == 0 || answer.Type == Problem);

    private static bool Declared(Answer answer, IEnumerable<Route> routes) => routes.Any(r =>
        r.Replies.TryGetValue(answer.Status, out var types) && (answer.Body.Length == 0 ? types.Count == 0 : types.Contains(answer.Type)));

    private static string? ProblemMistake(Answer answer)
    {
        if (answer.Json() is not { } problem) return "no JSON object";
        try
        {
            if ((int?)problem["status"] != answer.Status) return "another status";
            if ((string?)problem["code"] is not { Length: > 0 } code) return "no code";
            if ((string?)problem["type"] != "urn:holdfast:problem:" + code) return "another type";
            if (string.IsNullOrEmpty((string?)problem["title"]) || string.IsNullOrEmpty((string?)problem["detail"])) return "nothing said";
            foreach (var error in problem["errors"] as JsonArray ?? [])
                if ((string?)error!["code"] is null || (string?)error["at"] is null || (string?)error["text"] is null) return "an error without code, place or text";
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            return "a member of another type";
        }
    }

    private static bool IsJson(Answer answer)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(answer.Body, new() { AllowDuplicateProperties = false });
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
