using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzzing.Tests.Outages;

/// <summary>A place where the server says yes or no.</summary>
/// <param name="Right">The status of the right answer.</param>
internal sealed record DecisionPoint(string Name, string Route, Func<House, (string Path, string Body)> Ask, int Right)
{
    public string? Token { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The page behind a veto link, which says in words what happened.</summary>
    public bool IsPage => Route.StartsWith("/veto/", StringComparison.Ordinal);

    /// <summary>A form of the console, sent by somebody who is signed in.</summary>
    public bool IsConsole => Route.StartsWith("/console/", StringComparison.Ordinal);

    private static string By => """{"kind":"owner","id":"alice","session":"s1"}""";

    /// <summary>Every POST of the contract but the test clock and the gate, which <see cref="FailingAtTheGate"/> asks.</summary>
    public static readonly DecisionPoint[] All =
    [
        new("order", "/v1/accounts/{id}/orders", _ => ("/v1/accounts/alice/orders", Order), 200),
        new("open", "/v1/accounts", _ => ("/v1/accounts", """{"id":"bob","email":"bob@example.com"}"""), 201),
        new("change", "/v1/accounts/{id}/changes", _ => ("/v1/accounts/alice/changes", Change("""{"op":"grant","key":"k1","permission":"stake"}""")), 201),
        new("reduce", "/v1/accounts/{id}/changes", _ => ("/v1/accounts/alice/changes", Change("""{"op":"revoke","key":"k1","permission":"trade"}""")), 201),
        new("approve", "/v1/accounts/{id}/changes/{change}/approvals", h => (h.Path(h.Waiting) + "/approvals", h.Approval(h.Waiting)), 200),
        new("begin passkey", "/v1/accounts/{id}/passkeys", _ => ("/v1/accounts/alice/passkeys", $$"""{"by":{{By}},"factor":"other","label":"other"}"""), 201) { DecidesNothing = true },
        new("passkey", "/v1/accounts/{id}/passkeys/{ceremony}", h => (h.Registration, h.Registered), 201),
        new("veto", "/v1/accounts/{id}/changes/{change}/veto", h => (h.Path(h.Stopped) + "/veto", Act), 200),
        new("veto by link", "/veto/{token}", h => (h.Link, "which=this"), 200),
        new("prices", "/v1/prices", _ => ("/v1/prices", """[{"pair":"BTC/USDT","price":"60000","volume24h":"5000000"}]"""), 200) { DecidesNothing = true },
        new("signal", "/v1/signals", _ => ("/v1/signals", """{"account":"alice","kind":"weather","at":"2026-01-01T00:00:00Z"}"""), 202),
        new("permit", "/v1/accounts/{id}/withdrawals/{withdrawal}/permit", _ => (W("allowed/permit"), Act), 200),
        new("withdrawal", "/v1/accounts/{id}/withdrawals", _ => ("/v1/accounts/alice/withdrawals", House.Withdrawal("w1", "10")), 200),
        new("approve withdrawal", "/v1/accounts/{id}/withdrawals/{withdrawal}/approvals", h => (W("challenged/approvals"), h.Approval(h.Challenged)), 200),
        new("release", "/v1/accounts/{id}/withdrawals/{withdrawal}/release", _ => (W("released/release"), Act), 202),
        new("cancel", "/v1/accounts/{id}/withdrawals/{withdrawal}/cancel", _ => (W("cancelled/cancel"), Act), 200),
        new("act", "/v1/staff/acts", _ => ("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{new string('1', 64)}}"}"""), 201) { Token = "staff-1" },
        new("second", "/v1/staff/acts/{act}/second", h => ($"/v1/staff/acts/{h.Act}/second", "{}"), 200) { Token = "staff-2" },
        new("official", "/v1/official", _ => ("/v1/official", """{"entries":[{"kind":"domain","value":"example.com","label":"site"}]}"""), 201) { Token = "staff-1" },
        new("sighting", "/report", _ => ("/report", "claims=a+call"), 200) { ContentType = "application/x-www-form-urlencoded" },
        new("token", "/v1/tokens", _ => ("/v1/tokens", """{"name":"reader","roles":["feed"]}"""), 201) { Token = "staff-1" },
        new("import", "/v1/import", _ => ("/v1/import", House.Accounts), 200) { Token = "staff-1", ContentType = "application/x-ndjson" },
        new("taken", "/v1/announcements/taken", _ => ("/v1/announcements/taken", """{"upTo":1}"""), 200),
        new("console link", "/v1/accounts/{id}/console-links", _ => ("/v1/accounts/alice/console-links", "{}"), 201),
        new("ask in console", "/console/changes", h => ("/console/changes", h.Fields($"op=addFactor&kind=totp&label=app&factor={h.Key()}")), 200),
        new("veto in console", "/console/changes/{change}/veto", h => ($"/console/changes/{h.Hidden.Id}/veto", h.Fields("quiet=on")), 303),
        new("approve in console", "/console/changes/{change}/approve", h => ($"/console/changes/{h.Factor.Id}/approve", h.Fields("link=on")), 303),
        new("begin passkey in console", "/console/factors/passkey", h => ("/console/factors/passkey", h.Fields("label=ring")), 200) { DecidesNothing = true },
        // nothing was made, and no code is right
        new("passkey in console", "/console/factors/passkey/{ceremony}", h => ("/console/factors/passkey/p_none", h.Fields("credential={}")), 400) { SaysNo = true },
        new("code in console", "/console/sign-in/code", h => ("/console/sign-in/code", h.Fields("code=000000")), 403) { SaysNo = true },
        new("passkey signs in", "/console/sign-in", h => ("/console/sign-in", "credential={}"), 400) { SaysNo = true },
        // last, for nothing leaves afterwards
        new("calm", "/console/changes/{change}/calm", h => ($"/console/changes/{h.Factor.Id}/calm", h.Fields("answer=yes")), 200),
        new("report in console", "/console/report", h => ("/console/report", h.Fields("claims=a+call")), 200),
        new("freeze in console", "/console/freeze", h => ("/console/freeze", h.Fields("")), 303),
        new("others end", "/console/sessions/end", h => ("/console/sessions/end", h.Fields("session=s_none")), 303) { DecidesNothing = true },
        new("sign out", "/console/sign-out", h => ("/console/sign-out", h.Fields("")), 303),
        new("link opens", "/console/open/{link}", h => (h.ConsoleLink, ""), 303),
        new("report", "/v1/reports", _ => ("/v1/reports", """{"account":"alice","at":"2026-01-01T00:00:00Z","claims":"a call"}"""), 201),
        new("freeze", "/v1/accounts/{id}/freeze", _ => ("/v1/accounts/alice/freeze", $$"""{"by":{{By}},"reason":"a call"}"""), 200),
    ];

    /// <summary>It is taken into memory, and goes on while the log fails.</summary>
    public bool DecidesNothing { get; init; }

    /// <summary>In the console, by somebody who is signed in: it takes power away and gives none, or counts a wrong code.</summary>
    public bool OnlyStops => Name is "code in console" or "veto in console" or "calm" or "report in console" or "freeze in console" or "others end" or "sign out";

    /// <summary>The right answer is a no.</summary>
    public bool SaysNo { get; init; }

    /// <summary>Whether an answer lets something happen.</summary>
    public bool SaysYes(Answer? answer) => answer is not null
        && (IsConsole && answer.Status == 303 && Name != "sign out" ? answer.Headers["location"].Split('?')[0] != "/console/sign-in" : IsPage ? answer.Text.Contains("Stopped.", StringComparison.Ordinal) : answer.Status < 400);

    public override string ToString() => Name;

    private static string Order => """{"order":"o1","pair":"BTC/USDT","side":"sell","price":"60000","amount":"1","via":{"key":"k1","ip":"198.51.100.9"} }""";

    private static string Act => $$"""{"by":{{By}}}""";

    private static string W(string rest) => "/v1/accounts/alice/withdrawals/" + rest;

    private static string Change(string edit) => $$"""{"by":{{By}},"edits":[{{edit}}]}""";
}
