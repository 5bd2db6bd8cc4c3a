using System.Text.Json.Nodes;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Policies;
using static Holdfast.Server.OpenApi.Schema;

namespace Holdfast.Server.OpenApi;

/// <summary>What is answered. Clients pass over members that they don't know.</summary>
internal static class AnswerSchemas
{
    public static IEnumerable<(string Name, JsonObject Schema)> All => [.. Accounts, .. Changes, .. Rest, .. Installations];

    private static (string Name, JsonObject Schema)[] Accounts =>
    [
        ("Account", Open(
            Must("id", Ref("Id")), Must("owner", Ref("Id")), Must("version", Whole()), Must("frozen", Flag()), Must("joined", Flag()),
            Must("freezes", List(Open(Must("freeze", Ref("Id")), Must("by", Enum("owner", "guardian", "staff")),
                Must("reason", Text(1, 200)), Must("scope", Enum("all", "leaving")), Must("until", Moment)))),
            Must("keys", List(Ref("Key"))),
            Must("destinations", List(Open([Must("asset", Ref("Asset")), Must("network", Ref("Network")), Must("address", Ref("Address")),
                Must("tag", Ref("Tag")), Must("label", Ref("Label")), .. Standing]))),
            Must("limits", List(Open([May("asset", Ref("Asset")), May("currency", Ref("Asset")), Must("period", Ref("Span")),
                Must("amount", Ref("Amount")), .. Standing]))),
            Says("factors", "factor", "platform", "totp", "passkey", "recovery"), Says("guardians", "guardian", "guardian"),
            Must("channels", List(Open([.. Saying("channel", "email", "webhook", "platform"), Must("alerts", Ref("Alerts"))]))),
            Must("allowance", Ref("Amount")), Must("challengeAbove", OrNull(Ref("Amount"))), Must("settling", Ref("Span")),
            Must("holds", Open([.. Elements.All.Select(e => Must(e.Name(), Ref("Span")))])),
            Must("changes", List(Ref("Change")).Says("those that wait")),
            Secrets)),
        ("Alerts", Open(Must("above", OrNull(Ref("Amount"))), Must("digest", Flag()),
            Must("quiet", OrNull(Open(Must("from", Plain), Must("to", Plain), Must("zone", Plain)))))),
        ("Key", Open(
            Must("key", Ref("Id")), Must("label", Ref("Label")), Must("state", Enum("inForce", "suspended", "expired")),
            Must("expiresAt", Moment),
            Must("permissions", List(Open([Must("permission", Ref("Permission")), .. Standing]))),
            Must("sources", List(Open([Must("source", Ref("Source")), .. Standing, OpenFor]))),
            Must("credentials", List(Open([Must("credential", Ref("Id")), .. Standing, OpenFor, May("endsAt", Moment)]))))),
        ("Frozen", Open(Must("frozen", Flag()), Must("freeze", OrNull(Ref("Id"))), Must("until", Moment))),
        ("Review", Open(Must("currency", Plain), Must("keys", List(Ref("KeyReview"))))),
        ("KeyReview", Open(
            Must("key", Ref("Id")), Must("label", Plain), Must("can", List(Plain)), Must("watchedSince", Moment), Must("lastUsed", Moment),
            Must("used", List(Open(Must("permission", Plain), Must("last", Ref("Time"))))),
            Must("couldLose", Open(
                Must("bound", Enum("powerless", "told", "limited", "unlimited")), Must("atMost", OrNull(Ref("Amount"))),
                Must("places", Whole()), Must("text", Plain))),
            Must("spare", List(Open(
                Must("why", Enum("keyUnused", "permissionUnused", "sourceUnused", "sourceMissing", "neverExpires", "noLimit")),
                Must("text", Plain), Must("edits", List(Ref("Edit")))))))),
        ("ConsoleLink", Open(Must("until", Ref("Time")), May("url", Plain))),
        ("Ceremony", Open(Must("ceremony", Ref("Id")), Must("until", Ref("Time")), Must("options", new JsonObject { ["type"] = "object" }))),
        ("Imported", Open(
            Must("import", Ref("Digest")), Must("done", Flag()), Must("lines", Whole()), Must("taken", Whole()), Must("already", Whole()), Must("wrong", Whole()),
            Must("mistakes", List(Open(Must("line", Whole()), Must("code", Plain), May("at", Plain), Must("text", Plain)))))),
        ("Reported", Open(
            Must("report", Ref("Id")), Must("stopped", List(Ref("Id"))), Must("holds", Open(Must("length", Ref("Span")), Must("until", Ref("Time")))),
            Must("frozen", Flag()), Must("next", List(Plain)))),
        ("SignalRecorded", Open(Must("recorded", Flag()), Must("weighs", Flag()))),
    ];

    private static (string Name, JsonObject Schema)[] Changes =>
    [
        ("Change", Open(
            Must("change", Ref("Id")), Must("account", Ref("Id")), Must("digest", Ref("Digest")), Must("text", List(Plain)),
            Must("state", Enum("awaitingApproval", "held", "inForce", "vetoed", "expired", "nobodyTold", "voided")),
            Must("askedAt", Ref("Time")), Must("edits", List(Ref("JudgedEdit"))),
            Must("assessment", Open(Must("level", Enum("none", "low", "elevated", "high")), Must("reasons", List(Ref("Reason"))))),
            May("needsGuardian", Flag()), May("needsTwoStaff", Flag()), Secrets)),
        ("JudgedEdit", AndMore(
            Must("op", Plain), Must("effect", Enum("reduces", "expands")),
            Must("state", Enum("inForce", "awaitingApproval", "held", "voided")), Must("effectiveAt", Moment)).Says(
            "the edit as it is kept, without the members that are null, and how far it has come; `join` is made by the server")),
        ("NothingToDo", Open(Must("change", new JsonObject { ["type"] = "null" }), Must("state", Const("inForce")),
            Must("edits", List(Ref("JudgedEdit"), 0))).Says("everything that was asked is so already; nothing was recorded")),
        ("Secret", OneOf(
            Open(Must("factor", Ref("Id")), Must("secret", Plain), Must("uri", Plain)),
            Open(Must("factor", Ref("Id")), Must("codes", List(Plain, RecoveryCodes.Count, least: RecoveryCodes.Count))),
            Open(Must("key", Ref("Id")), Must("credential", Ref("Id")), Must("secret", Plain),
                May("passphrase", Plain.Says("where the scheme has one"))),
            Open(Must("channel", Ref("Id")), Must("secret", Plain)))),
        ("Reason", Open(Must("code", Plain), Must("text", Plain)).Says("codes are listed in docs/reference/codes.md; more may come")),
    ];

    private static (string Name, JsonObject Schema)[] Rest =>
    [
        ("Withdrawal", Open(
            Must("withdrawal", Ref("Id")), Must("decision", Enum("allow", "challenge", "hold", "deny")), Must("digest", Ref("Digest")),
            Must("text", List(Plain)), Must("until", Moment), Must("pathAge", Ref("Span")), Must("reasons", List(Ref("Reason"))),
            May("needsGuardian", Flag()), May("cancelled", Flag()),
            May("permit", Plain.Says("ES256 JWS of 60 s, with `allow`; given once")))),
        ("OrderDecision", Open(
            Must("order", Ref("Id")), Must("decision", Enum("allow", "deny")), Must("until", Moment), Must("reasons", List(Ref("Reason"))))),
        ("PricesTaken", Open(Must("taken", Whole()))),
        ("Events", Open(
            Must("events", List(Open(
                Must("position", Whole()), Must("owner", Plain), Must("account", Plain), Must("version", Whole()), Must("at", Ref("Time")),
                Must("type", Plain), Must("data", new JsonObject { ["type"] = new JsonArray("object", "null") }.Says(
                    "by `type` as in docs/reference/events.md; null when the owner was erased"))))),
            Must("checkpoint", OrNull(Ref("Checkpoint"))))),
        ("Checkpoint", Open(Must("position", Whole()), Must("root", Ref("Digest")), Must("at", Whole()), Must("keyId", Plain),
            Must("signature", Plain)).Says("the log's signed word about itself")),
        ("Refusals", Open(Must("refusals", List(Open(
            Must("key", Ref("Id")), Must("code", Plain), Must("text", Plain), Must("count", Whole()), Must("first", Ref("Time")), Must("last", Ref("Time"))))))),
        ("Started", Open(Must("upTo", Whole()), Must("started", Whole().Says("how many announcements were taken by this")))),
        ("Problem", Open(
            Must("type", Plain), Must("title", Plain), Must("status", new JsonObject { ["type"] = "integer" }),
            Must("code", Plain.Says("stable, see docs/reference/codes.md")), Must("detail", Plain),
            May("errors", List(Open(Must("code", Plain), Must("at", Plain.Says("JSON pointer into the body, or empty")), Must("text", Plain)))),
            May("undo", List(AndMore(Must("op", Plain))).Says("with `alreadyInForce`: the edits that take it back at once"))).Says("RFC 9457")),
    ];

    private static (string Name, JsonObject Schema)[] Installations =>
    [
        ("StaffActed", Open(
            Must("act", OrNull(Ref("Id"))), May("kind", Plain), May("digest", Ref("Digest")), May("by", Plain), May("second", OrNull(Plain)),
            May("until", Moment), May("effectiveAt", Moment), Must("state", Enum("awaitingSecond", "done")))),
        ("TokenIssued", Open(Must("name", Plain), Must("roles", List(Plain)), Must("state", Enum("awaitingSecond", "inForce")),
            May("act", Ref("Id")), May("token", Plain.Says("given once")))),
        ("Health", Open(Must("status", Const("ok")))),
        ("Readiness", Open(
            Must("status", Enum("ready", "unavailable")), Must("mode", Enum("sandbox", "production")), Must("log", Enum("ok", "unavailable", "rolledBack")),
            May("rollback", Open(Must("digest", Ref("Digest")), Must("head", Whole()), Must("seen", Whole()), Must("text", Plain))
                .Says("the log lacks what was seen of it: two staff members accept that by this digest")),
            Must("witness", Enum("ok", "failing")),
            Must("clock", Enum("ok", "behind")), May("behindBy", Ref("Span")), Must("telling", Enum("ok", "failing", "noHoldWillStart")),
            Must("policy", Open(Must("version", Whole()), Must("since", Moment), May("pending", Open(
                Must("digest", Ref("Digest")), Must("state", Enum("awaitingTwoStaff", "held")), Must("waits", List(Plain)),
                Must("effectiveAt", Moment))))),
            Must("notes", List(Open(Must("code", Plain), Must("text", Plain))).Says("what a start with nothing given leaves open")))),
        ("KeySet", Open(Must("keys", List(Open(Must("kty", Enum("EC", "OKP")), Must("crv", Enum("P-256", "Ed25519")), Must("use", Const("sig")),
            Must("alg", Enum("ES256", "EdDSA")), Must("kid", Plain), Must("x", Plain), May("y", Plain.Says("of P-256"))))))),
        ("Verified", Open(
            Must("answer", Enum("ours", "notOurs", "cannotTell")), May("reason", Enum("unknown", "expired", "otherRecipient", "numberAlone", "unreadable").Says("why not")),
            May("value", Plain.Says("what was asked for, in the form that is compared")), May("label", Plain.Says("what it is for")),
            May("announcement", Plain), May("kind", Plain), May("sentAt", Ref("Time")), May("until", Ref("Time")),
            May("to", Plain.Says("where it went, most of it hidden")), May("subject", Plain), May("text", List(Plain)), Must("note", Plain), Must("report", Plain.Says("where to report it")))),
        ("OfficialList", Open(Must("entries", List(OfficialEntry)))),
        ("OfficialProposed", Open(
            May("act", Ref("Id")), Must("state", Enum("awaitingSecond", "inForce")), Must("digest", Ref("Digest")),
            Must("adds", List(OfficialEntry)), Must("removes", List(OfficialEntry)))),
        ("OpenApiDocument", new JsonObject { ["type"] = "object" }),
        ("Clock", Open(Must("now", Ref("Time")))),
    ];

    private static JsonObject OfficialEntry => Open(
        Must("kind", Enum(Domain.Official.OfficialEntry.Kinds)), Must("value", Plain), Must("label", Plain), May("until", Ref("Time")));

    private static JsonObject Plain => new() { ["type"] = "string" };

    private static JsonObject Moment => OrNull(Ref("Time"));

    private static Member[] Standing => [Must("state", Enum("inForce", "held")), Must("effectiveAt", Moment)];

    private static Member OpenFor =>
        May("openFor", List(Ref("Permission")).Says("while it is held: what it may be used for already"));

    private static Member Secrets => May("secrets", List(Ref("Secret")).Says("given once, never again and never in a replay"));

    private static Member Says(string name, string id, params string[] kinds) => Must(name, List(Open(Saying(id, kinds))));

    private static Member[] Saying(string id, params string[] kinds) =>
        [Must(id, Ref("Id")), Must("kind", Enum(kinds)), .. Standing, Must("aged", Flag())];
}
