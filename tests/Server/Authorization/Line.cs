using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Authorization;

/// <summary>One endpoint: which roles pass its door, and what it answers them about what is theirs, another's, or unknown.</summary>
/// <param name="Roles">Letters of the roles that pass: d(ecide), f(eed), s(taff); `*` for everybody, with or without a token.</param>
/// <param name="Foreign">The answer where the last id in the path is of another account; null where there is no such id.</param>
/// <param name="Unknown">The answer where the last id in the path is of nothing; null where there is no such id.</param>
/// <param name="Body">The body; `BY` stands for whoever the token may speak for.</param>
public sealed record Line(string Route, string Roles, int Own, int? Foreign, int? Unknown, string? Body = null)
{
    /// <summary>Everybody's rights at every door. This is the law that the tests hold the server to, so it is written by hand.</summary>
    public static readonly Line[] All =
    [
        new("POST /v1/accounts", "d", 201, null, null, """{"id":"fresh-N"}"""),
        new("GET /v1/accounts/{id}", "ds", 200, null, 404),
        new("GET /v1/accounts/{id}/review", "ds", 200, null, 404),
        new("POST /v1/accounts/{id}/changes", "ds", 201, null, 404, """{"by":BY,"edits":[{"op":"grant","key":"k1","permission":"p-N"}]}"""),
        new("POST /v1/accounts/{id}/passkeys", "d", 201, null, 404, """{"by":BY,"factor":"ring-N","label":"key ring"}"""),
        new("POST /v1/accounts/{id}/passkeys/{ceremony}", "d", 404, 404, 404,
            """{"by":BY,"credential":{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA"} } }"""),
        new("GET /v1/accounts/{id}/changes/{change}", "ds", 200, 404, 404),
        new("POST /v1/accounts/{id}/changes/{change}/approvals", "d", 200, 404, 404, """{"factor":"platform","digest":"DIGEST","by":BY}"""),
        new("POST /v1/accounts/{id}/changes/{change}/veto", "ds", 200, 404, 404, """{"by":BY}"""),
        new("POST /v1/accounts/{id}/withdrawals", "d", 202, null, 404,
            $$"""{"withdrawal":"w-N","asset":"USDT","network":"TRON","amount":"60","address":"{{World.Tron}}","via":{"key":"k1","ip":"198.51.100.9"} }"""),
        new("POST /v1/prices", "d", 200, null, null, """[{"pair":"BTC/USDT","price":"60000","volume24h":"5000000"}]"""),
        new("POST /v1/accounts/{id}/orders", "d", 403, null, 404,
            """{"order":"o-N","pair":"BTC/USDT","side":"sell","price":"60000","amount":"1","via":{"key":"none","ip":"198.51.100.9"} }"""),
        new("GET /v1/accounts/{id}/withdrawals/{withdrawal}", "ds", 200, 404, 404),
        new("POST /v1/accounts/{id}/withdrawals/{withdrawal}/approvals", "d", 200, 404, 404, """{"factor":"platform","digest":"DIGEST","by":BY}"""),
        new("POST /v1/accounts/{id}/withdrawals/{withdrawal}/cancel", "d", 409, 404, 404, """{"by":BY}"""),
        new("POST /v1/accounts/{id}/withdrawals/{withdrawal}/release", "d", 200, 404, 404, """{"by":BY}"""),
        new("POST /v1/accounts/{id}/withdrawals/{withdrawal}/permit", "d", 200, 404, 404, """{"by":BY}"""),
        new("POST /v1/reports", "d", 201, null, null, """{"account":"mine","at":"2026-01-01T00:00:00Z","claims":"a call"}"""),
        new("POST /v1/signals", "d", 202, null, null, """{"account":"mine","kind":"k","at":"2026-01-01T00:00:00Z"}"""),
        new("POST /v1/staff/acts", "s", 201, null, null, """{"kind":"clock","digest":"HEX"}"""),
        new("POST /v1/staff/acts/{act}/second", "s", 200, null, 404, "{}"),
        // JSON is no file of accounts, and no such file was imported
        new("POST /v1/import", "s", 415, null, null, "{}"),
        new("GET /v1/import/{digest}", "s", 404, null, null),
        new("POST /v1/tokens", "s", 201, null, null, """{"name":"t-N","roles":["feed"]}"""),
        new("DELETE /v1/tokens/{name}", "s", 204, null, 404),
        new("GET /v1/events", "f", 200, null, null),
        new("POST /v1/announcements/taken", "f", 409, null, null, """{"upTo":1}"""),
        new("GET /v1/verify", "*", 400, null, null),
        new("GET /v1/official", "*", 200, null, null),
        new("POST /v1/official", "s", 201, null, null, """{"entries":[{"kind":"domain","value":"site-N.example.com","label":"site"}]}"""),
        new("GET /v1/official/{act}", "s", 404, null, 404),
        new("GET /verify", "*", 200, null, null),
        new("GET /calling", "*", 200, null, null),
        new("GET /learn/{lesson}", "*", 404, null, null),
        new("GET /report", "*", 200, null, null),
        // without a form
        new("POST /report", "*", 400, null, null, "{}"),
        new("POST /v1/accounts/{id}/console-links", "d", 201, null, 404, "{}"),
        // nobody is signed in to the console by a token, whatever it is good for
        new("GET /console", "*", 303, null, null),
        new("GET /console/keys", "*", 303, null, null),
        new("GET /console/addresses", "*", 303, null, null),
        new("GET /console/bounds", "*", 303, null, null),
        new("GET /console/people", "*", 303, null, null),
        new("GET /console/sign-ins", "*", 303, null, null),
        new("GET /console/review", "*", 303, null, null),
        new("GET /console/activity", "*", 303, null, null),
        new("GET /console/calling", "*", 303, null, null),
        new("GET /console/report", "*", 303, null, null),
        new("GET /console/changes/{change}", "*", 303, 303, 303),
        new("GET /console/open/{link}", "*", 200, null, null),
        new("POST /console/open/{link}", "*", 403, null, 403),
        new("GET /console/sign-in", "*", 200, null, null),
        new("POST /console/sign-in", "*", 400, null, null, "{}"),
        new("POST /console/sign-in/code", "*", 303, null, null, "{}"),
        new("POST /console/sign-out", "*", 303, null, null, "{}"),
        new("POST /console/sessions/end", "*", 303, null, null, "{}"),
        new("POST /console/freeze", "*", 303, null, null, "{}"),
        new("POST /console/report", "*", 303, null, null, "{}"),
        new("POST /console/changes", "*", 303, null, null, "{}"),
        new("POST /console/changes/{change}/veto", "*", 303, 303, 303, "{}"),
        new("POST /console/changes/{change}/calm", "*", 303, 303, 303, "{}"),
        new("POST /console/changes/{change}/approve", "*", 303, 303, 303, "{}"),
        new("POST /console/factors/passkey", "*", 303, null, null, "{}"),
        new("POST /console/factors/passkey/{ceremony}", "*", 303, null, null, "{}"),
        new("GET /console/live", "*", 400, null, null),
        new("GET /console/assets/{hash}/{file}", "*", 404, null, null),
        new("GET /veto/{token}", "*", 200, null, 404),
        new("POST /veto/{token}", "*", 200, null, 404),
        // without a word of a proxy about a request nobody passes, whatever token he has
        new("GET /authz", "*", 403, null, null),
        new("POST /authz", "*", 403, null, null, "{}"),
        new("PUT /authz", "*", 403, null, null, "{}"),
        new("DELETE /authz", "*", 403, null, null),
        new("GET /v1/accounts/{id}/refusals", "ds", 200, null, 404),
        new("GET /healthz", "*", 200, null, null),
        new("GET /readyz", "*", 200, null, null),
        new("GET /metrics", "f", 200, null, null),
        new("GET /openapi/v1.json", "*", 200, null, null),
        new("GET /.well-known/jwks.json", "*", 200, null, null),
        new("GET /sandbox/clock", "dfs", 200, null, null),
        new("POST /sandbox/clock", "dfs", 200, null, null, """{"advance":"PT0.001S"}"""),
        // last, because nothing leaves afterwards
        new("POST /v1/accounts/{id}/freeze", "ds", 200, null, 404, """{"by":BY,"reason":"r"}"""),
    ];

    public string Method => Route[..Route.IndexOf(' ', StringComparison.Ordinal)];

    public string Pattern => Route[(Route.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    public bool IsOpen => Roles == "*";

    /// <summary>Whether somebody with these roles passes the door.</summary>
    public bool Lets(string roles) => IsOpen || roles.AsSpan().ContainsAny(Roles);

    /// <summary>The statuses that somebody with these roles must see.</summary>
    /// <param name="isKnown">Whether the token is valid at all.</param>
    public IEnumerable<(string Whose, int Status)> Expected(string roles, bool isKnown)
    {
        var stopped = isKnown ? 403 : 401;
        yield return ("own", Lets(roles) ? Own : stopped);
        if (Foreign is { } foreign) yield return ("foreign", Lets(roles) ? foreign : stopped);
        if (Unknown is { } unknown) yield return ("unknown", Lets(roles) ? unknown : stopped);
    }
}
