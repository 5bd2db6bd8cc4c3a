using System.Text.Json.Nodes;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Installations;
using Holdfast.Server.Reading;
using static Holdfast.Server.OpenApi.Schema;

namespace Holdfast.Server.OpenApi;

/// <summary>The bodies of requests. A member that is not named here is a 400.</summary>
internal static class RequestSchemas
{
    public static IEnumerable<(string Name, JsonObject Schema)> All => [.. Bodies, .. Parts];

    private static (string Name, JsonObject Schema)[] Bodies =>
    [
        ("OpenAccount", Strict(Must("id", Ref("Id")), May("email", Ref("Email")),
            May("owner", Ref("Id").Says("whose account it is; absent: an owner of the same id begins")),
            May("edits", List(Ref("Edit"), Bounds.EditsInAChange)))),
        ("AskChange", Strict(Must("by", Ref("By")), Must("edits", List(Ref("Edit"), Bounds.EditsInAChange, least: 1)), Signals)),
        ("Approval", OneOf(
            Strict(Must("factor", Const("platform")), Must("digest", Ref("Digest")), Must("by", Ref("By"))),
            Strict(Must("factor", Const("totp")), Must("digest", Ref("Digest")), Must("code", Text(6, 6, "^[0-9]{6}$", "123456")),
                Must("by", Ref("By"))),
            Strict(Must("factor", Const("recovery")), Must("digest", Ref("Digest")),
                Must("code", Text(16, 19, "^([0-9A-TV-Za-tv-z]{4}-?){3}[0-9A-TV-Za-tv-z]{4}$", "0123-4567-89AB-CDEF")), Must("by", Ref("By"))),
            Strict(Must("factor", Const("passkey")), Must("digest", Ref("Digest")), Must("assertion", Ref("Assertion")), Must("by", Ref("By"))))),
        ("Passkey", Strict(Must("by", Ref("By")), Must("factor", Ref("Id")), Must("label", Ref("Label")))),
        ("PasskeyCredential", Strict(Must("by", Ref("By")), Must("credential", Ref("Registration")))),
        ("Veto", Strict(Must("by", Ref("By")), May("quiet", Flag()))),
        ("Freeze", Strict(Must("by", Ref("By")), Must("reason", Text(1, 200, example: "a strange call")),
            May("for", Span("PT1M", "P365D")), May("scope", Const("all").Says("absent: what leaves; `all`: orders and reads too")))),
        ("Act", Strict(Must("by", Ref("By")))),
        ("AskWithdrawal", Strict(
            Must("withdrawal", Ref("Id")), Must("asset", Ref("Asset")), Must("network", Ref("Network")), Must("amount", Ref("PositiveAmount")),
            Must("address", Ref("Address")), May("tag", Ref("Tag")), May("value", Ref("Value")), Must("via", Ref("Via")),
            May("envelope", Ref("Envelope")), Signals)),
        ("Order", OneOf(
            Strict([.. Order, Must("amount", Ref("PositiveAmount").Says("in the base asset, before leverage"))]),
            Strict([.. Order, Must("spend", Ref("PositiveAmount").Says("in the quote asset: what is paid for a purchase, or got for a sale"))]))),
        ("Prices", List(Strict(
            Must("pair", Ref("Pair")), Must("price", Ref("PositiveAmount")),
            Must("volume24h", Ref("Amount").Says("in the quote asset"))), 1_000)),
        ("ImportedLine", Strict(
            Must("id", Ref("Id")), May("owner", Ref("Id").Says("absent: an owner of the same id")), May("email", Ref("Email")),
            May("holds", List(Strict(
                May("since", Ref("Time").Says("absent: since now")),
                Must("edit", Ref("Edit").Says("what would have asked for it here; no factor, secret or freeze"))), Bounds.EditsInAChange - 1)))),
        ("Official", Strict(Must("entries", List(Strict(
            Must("kind", Enum(Domain.Official.OfficialEntry.Kinds)), Must("value", Text(1, 2_000, example: "https://example.com/help").Says("phone: E.164; handle: `network:name`")),
            Must("label", Ref("Label")), May("until", Ref("Time").Says("absent: until it is taken off"))), Domain.Official.PublishOfficial.Most)))),
        ("Report", Strict(
            Must("account", Ref("Id")), May("by", Ref("By")),
            May("phone", OrNull(Text(8, 16, $"^{ReportReading.PhonePattern}$", "+15550100")).Says("E.164; absent or null: no call, or a hidden number")),
            Must("at", Ref("Time")), Must("claims", Text(1, 2000, example: "they are from the security team and need my key")),
            May("indicators", List(Strict(
                Must("kind", Enum("phone", "email", "link", "domain", "handle", "address", "ip")), Must("value", Text(1, 512))), 16)),
            May("freeze", Flag()))),
        ("AccountSignal", Strict([Must("account", Ref("Id")), .. Signal])),
        ("StaffAct", Strict(
            Must("kind", Enum(System.Enum.GetValues<ActKind>().Where(k => k is not (ActKind.Token or ActKind.Notice)).Select(k => k.Name()))),
            Must("digest", Ref("Digest").Says("of the policy, or of the change; for `clock` of whatever the two agreed on")))),
        ("IssueToken", Strict(Must("name", Text(1, 64, "^[A-Za-z0-9._-]+$", "feed-reader")),
            Must("roles", List(Enum("decide", "feed", "staff"), 3, least: 1)))),
        ("Nothing", Strict()),
        ("VetoForm", Open(May("which", Enum("this", "all").Says("absent: this")), May("quiet", Const("on")))),
        ("ConsoleForm", Open(May("form", Text(0, 64)), May("once", Text(0, 255)), May("account", Text(0, 64)))),
        ("ReportForm", Open(May("claims", Text(0, 1_000)), May("from", Text(0, 500)))),
        ("Taken", Strict(Must("upTo", Whole()))),
        ("Advance", Strict(Must("advance", Span("PT0.001S", "P3650D")))),
    ];

    private static (string Name, JsonObject Schema)[] Parts =>
    [
        ("By", Strict(Must("kind", Enum("owner", "key", "guardian", "staff")), Must("id", Ref("Id")), May("session", Text(1, 128)),
            May("ip", Ref("Ip")), May("device", Text(1, 128))).Says("who asks; `staff` only with the own token and under its name")),
        ("Via", OneOf(
            Strict(Must("key", Ref("Id")), May("credential", Ref("Id").Says("absent: the youngest")), Must("ip", Ref("Ip"))),
            Strict(Must("session", Text(1, 128)), Must("ip", Ref("Ip")), Must("device", Text(1, 128)), Must("factorAt", Ref("Time"))))
            .Says("how the request came: by a key, or by a session of the owner")),
        ("Pair", Text(3, 65, "^[A-Za-z0-9][A-Za-z0-9._$-]{0,31}/[A-Za-z0-9][A-Za-z0-9._$-]{0,31}$", "BTC/USDT")),
        ("Value", Strict(Must("amount", Ref("Amount")), Must("currency", Ref("Asset")))),
        ("Envelope", Strict(Must("amount", Ref("PositiveAmount")), Must("period", Span("PT1M", "P30D")))),
        ("Signal", Strict(Signal)),
        ("Bytes", Text(1, 16_384, "^[A-Za-z0-9_-]+$", "AQID").Says("base64url without padding")),
        ("Registration", Strict([.. Credential, Must("response", Strict(
            Must("clientDataJSON", Ref("Bytes")), Must("attestationObject", Ref("Bytes")), May("authenticatorData", Ref("Bytes")),
            May("publicKey", Ref("Bytes")), May("publicKeyAlgorithm", new JsonObject()), May("transports", List(Any(), 16))))])
            .Says("`toJSON()` of what `navigator.credentials.create` gave")),
        ("Assertion", Strict([.. Credential, Must("response", Strict(
            Must("clientDataJSON", Ref("Bytes")), Must("authenticatorData", Ref("Bytes")), Must("signature", Ref("Bytes")), May("userHandle", OrNull(Ref("Bytes")))))])
            .Says("`toJSON()` of what `navigator.credentials.get` gave for the digest's 32 bytes as the challenge")),
    ];

    private static Member[] Credential =>
    [
        Must("id", Ref("Bytes")), Must("rawId", Ref("Bytes")), Must("type", Const("public-key")),
        May("authenticatorAttachment", OrNull(Text(1, 32))), May("clientExtensionResults", new JsonObject { ["type"] = "object" }),
    ];

    private static Member[] Order =>
    [
        Must("order", Ref("Id")), Must("pair", Ref("Pair")), Must("side", Enum("buy", "sell")),
        May("price", OrNull(Ref("PositiveAmount")).Says("the worst that it may be filled at; absent or null: a market order")),
        May("trigger", OrNull(Strict(
            Must("price", Ref("PositiveAmount")),
            May("when", Enum("falls", "rises").Says("which way the price comes to it; absent: it may stand at once")))).Says("of a stop order")),
        May("leverage", Ref("PositiveAmount").Says("1 to 1000; absent: 1")), Must("via", Ref("Via")),
    ];

    private static Member Signals => May("signals", List(Ref("Signal"), 16));

    private static Member[] Signal =>
    [
        Must("kind", Text(1, 64, "^[A-Za-z][A-Za-z0-9._-]*$", "inCall").Says(
            "`inCall`, `screenShared`, `remoteControl`, `simSwap`, `newDevice`, `newNetwork`, …; a kind that is not known is recorded "
            + "and weighs nothing")),
        Must("at", Ref("Time")),
        May("data", AndMore(May("subject", new JsonObject().Says("what it is about, a text of at most 256 characters")))
            .Says("at most 4,096 bytes; all of it but `subject` is dropped")),
    ];
}
