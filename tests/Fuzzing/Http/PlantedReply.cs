using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Fuzzing.Tests.Http;

/// <summary>Planted bugs: something in front of the server's handlers that answers wrongly to some requests.</summary>
/// <param name="Rule">The rule of the judge that it breaks.</param>
/// <param name="When">The requests that show it.</param>
/// <param name="Do">What is done instead of, or around, the right thing.</param>
internal sealed record PlantedReply(
    string Name, string Rule, Func<HttpRequest, bool> When, Func<HttpContext, RequestDelegate, string, Task> Do)
{
    public static readonly PlantedReply[] All =
    [
        new("throws on a viewer", "no 5xx", r => r.QueryString.Value!.Contains("guardian", StringComparison.Ordinal), Throw),
        new("throws on a long name", "no 5xx", r => r.Path.Value!.Length > 400, Throw),
        new("503 while all is well", "no 5xx", r => Ends(r, "/freeze"), (h, _, _) => Say(h, 503, Problem(503))),
        new("500 without an exception", "no 5xx", r => r.Method == "DELETE", (h, _, _) => Say(h, 500, "{}")),
        new("never answers", "no hang", r => Ends(r, "/release"), (h, _, _) => Forever(h)),
        new("answers half", "no hang", r => Ends(r, "/tokens"), Half),
        new("waits for a body that came", "no hang", r => r.ContentLength == 0 && r.Method == "POST", (h, _, _) => Forever(h)),
        new("a teapot", "declared", r => Ends(r, "/signals"), (h, _, _) => Say(h, 418, "")),
        new("plain text", "declared", r => Ends(r, "/veto"), (h, _, _) => Say(h, 404, "not found", "text/plain")),
        new("an empty 200", "declared", r => Ends(r, "/clock") || Ends(r, "/readyz"), (h, _, _) => Say(h, 200, "")),
        new("another status inside", "problem", r => Ends(r, "/changes"), (h, _, _) => Say(h, 422, Problem(409))),
        new("no code", "problem", r => Ends(r, "/accounts"), (h, _, _) => Say(h, 422, """{"title":"t","status":422}""")),
        new("a problem that is no JSON", "problem", r => Ends(r, "/withdrawals"), (h, _, _) => Say(h, 422, "{")),
        new("a member twice", "json", r => Ends(r, "/healthz"), (h, _, _) => Say(h, 200, """{"status":"ok","status":"ok"}""", "application/json")),
        new("the token in a problem", "no secret", r => Ends(r, "/cancel"),
            (h, _, _) => Say(h, 409, Problem(409, "refused for " + h.Request.Headers.Authorization))),
        new("a key in base64url", "no secret", r => Ends(r, "/readyz"), (h, _, data) => Say(
            h, 200, $$"""{"key":"{{System.Buffers.Text.Base64Url.EncodeToString(File.ReadAllBytes(Path.Combine(data, "keys", "links")))}}"}""", "application/json")),
        new("a staff token in a header", "no secret", r => Ends(r, "/healthz"), (h, next, data) =>
        {
            h.Response.Headers["X-Debug"] = File.ReadAllText(Path.Combine(data, "staff-2")).Trim();
            return next(h);
        }),
        new("a secret that was shown", "no secret", r => Ends(r, "/accounts") || r.Path.Value!.Contains("/changes/", StringComparison.Ordinal), ShowAgain),
    ];

    public void Plant(IApplicationBuilder app, string data) => app.Use(next => http => When(http.Request) ? Do(http, next, data) : next(http));

    public override string ToString() => Name;

    private static bool Ends(HttpRequest request, string with) => request.Path.Value!.EndsWith(with, StringComparison.OrdinalIgnoreCase);

    private static Task Throw(HttpContext http, RequestDelegate next, string data) => throw new ArithmeticException("planted");

    private static async Task Half(HttpContext http, RequestDelegate next, string data)
    {
        http.Response.ContentLength = 100;
        await http.Response.WriteAsync("half");
        await http.Response.Body.FlushAsync();
        await Forever(http);
    }

    /// <summary>Until nobody listens any more.</summary>
    private static Task Forever(HttpContext http) => Task.Delay(Timeout.Infinite, http.RequestAborted);

    private static string? shown;

    /// <summary>Keeps the secret of a factor and puts it into a later answer about a change.</summary>
    private static async Task ShowAgain(HttpContext http, RequestDelegate next, string data)
    {
        if (!Ends(http.Request, "/accounts"))
        {
            if (shown is not null) await Say(http, 404, Problem(404, "there was " + shown));
            else await next(http);
            return;
        }
        var (real, copy) = (http.Response.Body, new MemoryStream());
        http.Response.Body = copy;
        await next(http);
        http.Response.Body = real;
        await real.WriteAsync(copy.ToArray());
        if (http.Response.StatusCode == 201 && JsonNode.Parse(copy.ToArray())!["secrets"] is JsonArray { Count: > 0 } secrets)
            shown = (string)secrets[0]!["secret"]!;
    }

    private static string Problem(int status, string detail = "no") => JsonSerializer.Serialize(
        new { type = "urn:holdfast:problem:planted", title = "t", status, code = "planted", detail });

    private static Task Say(HttpContext http, int status, string text, string type = "application/problem+json")
    {
        http.Response.StatusCode = status;
        if (text.Length == 0) return Task.CompletedTask;
        http.Response.ContentType = type;
        http.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return http.Response.WriteAsync(text);
    }
}
