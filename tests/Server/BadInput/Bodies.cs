using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>A body that the reader takes, for every POST: what the tables of bad input are made from.</summary>
public static class Bodies
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string By = """{"kind":"owner","id":"alice","session":"s1","ip":"203.0.113.7","device":"phone"}""";

    /// <summary>Members that may be absent, by their name in any object; those in the second set may be null.</summary>
    public static readonly HashSet<string> Optional =
        ["email", "owner", "session", "ip", "device", "signals", "data", "quiet", "for", "scope", "value", "envelope", "overlap", "guardian", "freeze", "credential", "expiresAt", "asset", "currency", "label", "tag", "edits"];

    public static readonly HashSet<string> Nullable = ["expiresAt", "credential", "tag", "above"];

    public static readonly (string Path, string Body)[] All =
    [
        ("/v1/accounts", """{"id":"bob","email":"bob@example.com","owner":"bob","edits":[{"op":"removeKey","key":"k1"}]}"""),
        ("/v1/accounts/alice/changes", $$"""{"by":{{By}},"edits":[{{string.Join(',', Edits)}}],"signals":[{"kind":"inCall","at":"2026-01-01T00:00:00Z","data":{"any":1} }]}"""),
        ("/v1/accounts/alice/changes/c_none/approvals", $$"""{"factor":"totp","digest":"{{Digest}}","code":"123456","by":{{By}}}"""),
        ("/v1/accounts/alice/changes/c_none/veto", $$"""{"by":{{By}},"quiet":true}"""),
        ("/v1/accounts/alice/freeze", $$"""{"by":{{By}},"reason":"lost","for":"P3D","scope":"all"}"""),
        ("/v1/accounts/alice/withdrawals", $$"""{"withdrawal":"w1","asset":"USDT","network":"TRON","amount":"250.00","address":"{{World.Tron}}","tag":null,"value":{"amount":"250","currency":"USDT"},"via":{"key":"k1","credential":"c1","ip":"198.51.100.9"},"envelope":{"amount":"500","period":"P1D"},"signals":[{"kind":"inCall","at":"2026-01-01T00:00:00Z"}]}"""),
        ("/v1/accounts/alice/withdrawals", $$"""{"withdrawal":"w1","asset":"USDT","network":"TRON","amount":"250.00","address":"{{World.Tron}}","via":{"session":"s1","ip":"198.51.100.9","device":"phone","factorAt":"2026-01-01T00:00:00Z"} }"""),
        ("/v1/accounts/alice/withdrawals/w1/approvals", $$"""{"factor":"totp","digest":"{{Digest}}","code":"123456","by":{{By}}}"""),
        ("/v1/accounts/alice/withdrawals/w1/cancel", $$"""{"by":{{By}}}"""),
        ("/v1/accounts/alice/withdrawals/w1/release", $$"""{"by":{{By}}}"""),
        ("/v1/accounts/alice/withdrawals/w1/permit", $$"""{"by":{{By}}}"""),
        ("/v1/signals", """{"account":"alice","kind":"inCall","at":"2026-01-01T00:00:00Z","data":{"any":1}}"""),
        ("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{Digest}}"}"""),
        ("/v1/tokens", """{"name":"gate","roles":["decide","feed"]}"""),
        ("/v1/announcements/taken", """{"upTo":1}"""),
        ("/sandbox/clock", """{"advance":"PT1H"}"""),
    ];

    /// <summary>Every edit of the contract.</summary>
    public static string[] Edits =>
    [
        """{"op":"addKey","key":"k2","label":"bot","permissions":["read","trade"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":{"kind":"shared","scheme":"binance"}}""",
        """{"op":"removeKey","key":"k1"}""",
        """{"op":"suspendKey","key":"k1"}""",
        """{"op":"resumeKey","key":"k1"}""",
        """{"op":"rotateKey","key":"k1","credential":{"kind":"shared","scheme":"binance"},"overlap":"PT0S"}""",
        """{"op":"removeCredential","key":"k1","credential":"c1"}""",
        """{"op":"grant","key":"k1","permission":"transfer"}""",
        """{"op":"revoke","key":"k1","permission":"transfer"}""",
        """{"op":"addSource","key":"k1","source":"198.51.100.0/24"}""",
        """{"op":"removeSource","key":"k1","source":"198.51.100.0/24"}""",
        """{"op":"setExpiry","key":"k1","expiresAt":"2027-01-01T00:00:00Z"}""",
        $$"""{"op":"addDestination","asset":"USDT","network":"TRON","address":"{{World.Tron}}","tag":null,"label":"savings"}""",
        $$"""{"op":"removeDestination","asset":"USDT","network":"TRON","address":"{{World.Tron}}","tag":null,"label":"savings"}""",
        """{"op":"setLimit","asset":"USDT","period":"P1D","amount":"100","for":"P3D"}""",
        """{"op":"setLimit","currency":"USDT","period":"P1D","amount":"100"}""",
        """{"op":"removeLimit","asset":"USDT","period":"P1D"}""",
        """{"op":"setAllowance","amount":"10"}""",
        """{"op":"setChallenge","above":"0"}""",
        """{"op":"setSettling","length":"P8D"}""",
        """{"op":"setHold","element":"withdraw","length":"P3D","for":"P9D"}""",
        """{"op":"addFactor","factor":"app","kind":"totp","label":"app","guardian":"g1"}""",
        """{"op":"removeFactor","factor":"app"}""",
        """{"op":"addGuardian","guardian":"g1","name":"Maria","email":"maria@example.com"}""",
        """{"op":"removeGuardian","guardian":"g1"}""",
        """{"op":"addChannel","channel":"c2","kind":"email","to":"two@example.com"}""",
        """{"op":"addChannel","channel":"c3","kind":"webhook","to":"https://example.com/hook"}""",
        """{"op":"removeChannel","channel":"c2"}""",
        """{"op":"resetFactors"}""",
        """{"op":"recover","factor":{"factor":"new","kind":"totp","label":"new phone"}}""",
        """{"op":"liftFreeze","freeze":"f_1"}""",
    ];

    public static Client For(World world, string path) =>
        path is "/v1/staff/acts" or "/v1/tokens" ? world.Staff1 : world.Platform;
}
