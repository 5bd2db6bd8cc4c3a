using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>
/// A body that the reader takes, for every POST: what the tables of bad input are made from. As in the contract `?` behind a
/// name marks a member that may be absent, and `~` one that may be null.
/// </summary>
internal static class Bodies
{
    public const string Xrp = "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59";

    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string By = """{"kind":"owner","id":"alice","session?":"s1","ip?":"203.0.113.7","device?":"phone"}""";

    private const string Signal = """{"kind":"inCall","at":"2026-01-01T00:00:00Z","data?":{"subject?":"s1","any?":1} }""";

    private const string Shared = """{"kind":"shared","scheme":"binance"}""";

    private const string Point = """
        -----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----
        """;

    public static readonly Example[] All =
    [
        new("/v1/accounts", """{"id":"bob","email?":"bob@example.com","owner?":"bob","edits?":[{"op":"removeKey","key":"k1"}]}"""),
        new("/v1/accounts/{id}/changes", $$"""{"by":{{By}},"edits":[{{string.Join(',', Edits)}}],"signals?":[{{Signal}}]}"""),
        new("/v1/accounts/{id}/changes/{change}/approvals", $$"""{"factor":"totp","digest":"{{Digest}}","code":"123456","by":{{By}} }"""),
        new("/v1/accounts/{id}/changes/{change}/approvals", $$"""{"factor":"platform","digest":"{{Digest}}","by":{{By}} }"""),
        new("/v1/accounts/{id}/changes/{change}/approvals", $$"""{"factor":"recovery","digest":"{{Digest}}","code":"0123-4567-89AB-CDEF","by":{{By}} }"""),
        new("/v1/accounts/{id}/changes/{change}/veto", $$"""{"by":{{By}},"quiet?":true}"""),
        new("/v1/accounts/{id}/freeze", $$"""{"by":{{By}},"reason":"lost","for?":"P3D","scope?":"all"}"""),
        new("/v1/accounts/{id}/withdrawals",
            $$"""
            {"withdrawal":"w1","asset":"XRP","network":"XRP","amount":"250.00","address":"{{Xrp}}","tag?~":"1",
             "value?":{"amount":"250","currency":"USDT"},"via":{"key":"k1","credential?":"c1","ip":"198.51.100.9"},
             "envelope?":{"amount":"500","period":"P1D"},"signals?":[{{Signal}}]}
            """),
        new("/v1/accounts/{id}/withdrawals",
            $$"""
            {"withdrawal":"w1","asset":"USDT","network":"TRON","amount":"250.00","address":"{{World.Tron}}",
             "via":{"session":"s1","ip":"198.51.100.9","device":"phone","factorAt":"2026-01-01T00:00:00Z"} }
            """),
        new("/v1/accounts/{id}/withdrawals/{withdrawal}/approvals", $$"""{"factor":"totp","digest":"{{Digest}}","code":"123456","by":{{By}} }"""),
        new("/v1/accounts/{id}/passkeys", $$"""{"by":{{By}},"factor":"ring","label":"key ring"}"""),
        new("/v1/accounts/{id}/passkeys/{ceremony}",
            $$"""
            {"by":{{By}},"credential":{"id":"AQID","rawId":"AQID","type":"public-key",
             "response":{"clientDataJSON":"AQID","attestationObject":"AQID","publicKey?":"AQID"} } }
            """),
        new("/v1/accounts/{id}/changes/{change}/approvals",
            $$"""
            {"factor":"passkey","digest":"{{Digest}}","by":{{By}},"assertion":{"id":"AQID","rawId":"AQID","type":"public-key",
             "response":{"clientDataJSON":"AQID","authenticatorData":"AQID","signature":"AQID"} } }
            """),
        new("/v1/accounts/{id}/withdrawals/{withdrawal}/cancel", $$"""{"by":{{By}} }"""),
        new("/v1/accounts/{id}/withdrawals/{withdrawal}/release", $$"""{"by":{{By}} }"""),
        new("/v1/accounts/{id}/withdrawals/{withdrawal}/permit", $$"""{"by":{{By}} }"""),
        new("/v1/accounts/{id}/orders",
            """
            {"order":"o1","pair":"BTC/USDT","side":"sell","price?~":"60000","trigger?~":{"price":"59000","when?":"falls"},"amount":"0.1",
             "leverage?":"2","via":{"key":"k1","credential?":"c1","ip":"198.51.100.9"} }
            """),
        new("/v1/reports",
            $$"""
            {"account":"alice","by?":{{By}},"phone?~":"+15550100","at":"2026-01-01T00:00:00Z","claims":"a call",
             "indicators?":[{"kind":"domain","value":"example.com"}],"freeze?":true}
            """),
        new("/v1/official", """{"entries":[{"kind":"email","value":"news@example.com","label":"news","until?":"2027-01-01T00:00:00Z"}]}"""),
        new("/v1/signals", """{"account":"alice","kind":"inCall","at":"2026-01-01T00:00:00Z","data?":{"any?":1} }"""),
        new("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{Digest}}"}"""),
        new("/v1/staff/acts/{act}/second", "{}"),
        new("/v1/accounts/{id}/console-links", "{}"),
        new("/v1/tokens", """{"name":"gate","roles":["decide","feed"]}"""),
        new("/v1/announcements/taken", """{"upTo":1}"""),
        new("/sandbox/clock", """{"advance":"PT1H"}"""),
    ];

    /// <summary>Every edit of the contract.</summary>
    private static string[] Edits =>
    [
        $$"""{"op":"addKey","key":"k2","label":"bot","permissions":["read","trade"],"sources":["198.51.100.0/24"],"expiresAt~":"2027-01-01T00:00:00Z","credential~":{{Shared}} }""",
        """{"op":"removeKey","key":"k1"}""",
        """{"op":"suspendKey","key":"k1"}""",
        """{"op":"resumeKey","key":"k1"}""",
        $$"""{"op":"rotateKey","key":"k1","credential?~":{"kind":"public","algorithm":"ed25519","publicKey":"{{Point}}"},"overlap?":"PT0S"}""",
        """{"op":"removeCredential","key":"k1","credential":"c1"}""",
        """{"op":"grant","key":"k1","permission":"transfer"}""",
        """{"op":"revoke","key":"k1","permission":"transfer"}""",
        """{"op":"addSource","key":"k1","source":"198.51.100.0/24"}""",
        """{"op":"removeSource","key":"k1","source":"198.51.100.0/24"}""",
        """{"op":"setExpiry","key":"k1","expiresAt~":"2027-01-01T00:00:00Z"}""",
        $$"""{"op":"addDestination","asset":"XRP","network":"XRP","address":"{{Xrp}}","tag~":"1","label":"savings"}""",
        $$"""{"op":"removeDestination","asset":"XRP","network":"XRP","address":"{{Xrp}}","tag?~":"1","label?":"savings"}""",
        """{"op":"setLimit","asset":"USDT","period":"P1D","amount":"100","for?":"P3D"}""",
        """{"op":"setLimit","currency":"USDT","period":"P1D","amount":"100"}""",
        """{"op":"removeLimit","asset":"USDT","period":"P1D"}""",
        """{"op":"removeLimit","currency":"USDT","period":"P1D"}""",
        """{"op":"setAllowance","amount":"10"}""",
        """{"op":"setChallenge","above~":"0"}""",
        """{"op":"setSettling","length":"P8D"}""",
        """{"op":"setHold","element":"withdraw","length":"P3D","for?":"P9D"}""",
        """{"op":"addFactor","factor":"app","kind":"totp","label":"app","guardian?":"g1"}""",
        """{"op":"removeFactor","factor":"app"}""",
        """{"op":"addGuardian","guardian":"g1","name":"Maria","email":"maria@example.com"}""",
        """{"op":"removeGuardian","guardian":"g1"}""",
        """{"op":"addChannel","channel":"c2","kind":"email","to":"two@example.com"}""",
        """{"op":"addChannel","channel":"c3","kind":"webhook","to":"https://example.com/hook"}""",
        """{"op":"addChannel","channel":"c4","kind":"platform","to":"app"}""",
        """{"op":"removeChannel","channel":"c2"}""",
        """{"op":"setAlerts","channel":"email","above~":"100","digest":true,"quiet~":{"from":"22:00","to":"07:00","zone":"Europe/Berlin"} }""",
        """{"op":"resetFactors"}""",
        """{"op":"recover","factor":{"factor":"new","kind":"totp","label":"new phone"} }""",
        """{"op":"liftFreeze","freeze?":"f_1"}""",
    ];

    public static Client For(World world, string path) =>
        path.StartsWith("/v1/staff", StringComparison.Ordinal) || path is "/v1/tokens" or "/v1/official" ? world.Staff1 : world.Platform;
}
