using System.Text.Json.Nodes;
using Holdfast.Domain.Changes;
using static Holdfast.Server.OpenApi.Schema;

namespace Holdfast.Server.OpenApi;

/// <summary>What a change may hold, by `op`.</summary>
internal static class EditSchemas
{
    private static readonly (string Op, Func<JsonObject> Schema)[] Ops =
    [
        ("addKey", () => Edit("addKey", Key, Must("label", Ref("Label")), Must("permissions", List(Ref("Permission"), 32, unique: true)),
            Must("sources", List(Ref("Source"), Bounds.Sources, unique: true)), Must("expiresAt", OrNull(Ref("Time"))),
            Must("credential", OrNull(Ref("Credential"))))),
        ("removeKey", () => Edit("removeKey", Key)),
        ("suspendKey", () => Edit("suspendKey", Key)),
        ("resumeKey", () => Edit("resumeKey", Key)),
        ("rotateKey", () => Edit("rotateKey", Key, May("credential", OrNull(Ref("Credential"))), May("overlap", Span("PT0S", "P30D")))),
        ("removeCredential", () => Edit("removeCredential", Key, Id("credential"))),
        ("grant", () => Edit("grant", Key, Must("permission", Ref("Permission")))),
        ("revoke", () => Edit("revoke", Key, Must("permission", Ref("Permission")))),
        ("addSource", () => Edit("addSource", Key, Must("source", Ref("Source")))),
        ("removeSource", () => Edit("removeSource", Key, Must("source", Ref("Source")))),
        ("setExpiry", () => Edit("setExpiry", Key, Must("expiresAt", OrNull(Ref("Time"))))),
        ("addDestination", () => Edit("addDestination", [.. Place, Must("tag", Ref("Tag")), Must("label", Ref("Label"))])),
        ("removeDestination", () => Edit("removeDestination", [.. Place, May("tag", Ref("Tag")), May("label", Text(1, 256))])),
        ("setLimit", () => ByAssetOrCurrency("setLimit", Period, () => Must("amount", Ref("Amount")), () => May("for", Span("PT1M", "P30D")))),
        ("removeLimit", () => ByAssetOrCurrency("removeLimit", Period)),
        ("setAllowance", () => Edit("setAllowance", Must("amount", Ref("Amount")))),
        ("setChallenge", () => Edit("setChallenge", Must("above", OrNull(Ref("Amount"))))),
        ("setSettling", () => Edit("setSettling", Must("length", Span("PT1H", "P30D")))),
        ("setHold", () => Edit("setHold", Must("element", Ref("Element")), Must("length", Span("PT0S", "P30D")), May("for", Span("PT1M", "P30D")))),
        ("addFactor", () => Edit("addFactor", Id("factor"), Must("kind", Ref("AddedFactorKind")), Must("label", Ref("Label")),
            May("guardian", Ref("Id").Says("whose factor it is; absent: the owner's")))),
        ("removeFactor", () => Edit("removeFactor", Id("factor"))),
        ("addGuardian", () => Edit("addGuardian", Id("guardian"), Must("name", Ref("Label")), Must("email", Ref("Email")))),
        ("removeGuardian", () => Edit("removeGuardian", Id("guardian"))),
        ("addChannel", () => OneOf(Channel("email", Ref("Email")), Channel("webhook", WebAddress).Says("makes a secret, shown once in `secrets`"), Channel("platform", Text(1, 254, example: "app")))),
        ("removeChannel", () => Edit("removeChannel", Id("channel"))),
        ("setAlerts", () => Edit("setAlerts", Id("channel"), Must("above", OrNull(Ref("Amount")).Says(
            "withdrawals of at least this are told at once; null: only those over young or unknown parts")),
            Must("digest", Flag()), Must("quiet", OrNull(Ref("QuietHours"))))),
        ("resetFactors", () => Edit("resetFactors")),
        ("recover", () => Edit("recover", Must("factor", Strict(Id("factor"), Must("kind", Ref("FactorKind")), Must("label", Ref("Label")))))),
        ("liftFreeze", () => Edit("liftFreeze", May("freeze", Ref("Id").Says("absent: every freeze that the asking one may lift")))),
    ];

    public static IEnumerable<(string Name, JsonObject Schema)> All =>
    [
        ("Edit", Any()),
        .. Ops.Select(o => (NameOf(o.Op), o.Schema())),
        ("Credential", OneOf(Ref("PublicCredential"), Ref("SharedCredential")).Says(
            "what signs for the key; in its place null: the platform keeps it")),
        ("PublicCredential", Strict(Must("kind", Const("public")), Must("algorithm", Enum("ed25519", "p256", "rsa")),
            Must("publicKey", Text(1, 4096).Example(Pem).Says("SubjectPublicKeyInfo in PEM; RSA of 2048 to 8192 bits")))),
        ("SharedCredential", Strict(Must("kind", Const("shared")), Must("scheme", Text(1, 32, "^[a-z0-9-]+$", "binance"))).Says(
            "makes a secret, shown once in `secrets`")),
        ("QuietHours", Strict(Must("from", TimeOfDay("22:00")), Must("to", TimeOfDay("07:00")),
            Must("zone", Text(1, 64, example: "Europe/Berlin").Says("an IANA name")))),
        ("AddedFactorKind", Enum("totp", "recovery", "platform").Says("a `totp` shows its secret once and `recovery` its ten codes, in `secrets`")),
        ("FactorKind", Enum("totp", "platform").Says("a `totp` shows its secret once, in `secrets`")),
    ];

    private const string Pem =
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----";

    private static Member Key => Id("key");

    private static Member[] Place => [Must("asset", Ref("Asset")), Must("network", Ref("Network")), Must("address", Ref("Address"))];

    private static JsonObject WebAddress => Text(9, 2048, "^https://[^#]+$", "https://example.com/holdfast")
        .Says("https, without credentials and fragment");

    private static JsonObject TimeOfDay(string example) => Text(5, 5, "^([01][0-9]|2[0-3]):[0-5][0-9]$", example);

    private static Member Id(string name) => Must(name, Ref("Id"));

    private static Member Period() => Must("period", Span("PT1H", "P30D"));

    private static JsonObject Edit(string op, params Member[] members) => Strict([Must("op", Const(op)), .. members]);

    private static JsonObject Channel(string kind, JsonObject to) =>
        Edit("addChannel", Id("channel"), Must("kind", Const(kind)), Must("to", to));

    private static JsonObject ByAssetOrCurrency(string op, params Func<Member>[] members) => OneOf(
        Edit(op, [Must("asset", Ref("Asset")), .. members.Select(m => m())]),
        Edit(op, [Must("currency", Ref("Asset")), .. members.Select(m => m())]));

    private static string NameOf(string op) => char.ToUpperInvariant(op[0]) + op[1..];

    private static JsonObject Any()
    {
        var schema = OneOf([.. Ops.Select(o => Ref(NameOf(o.Op)))]);
        schema["discriminator"] = new JsonObject
        {
            ["propertyName"] = "op",
            ["mapping"] = new JsonObject(
                Ops.Select(o => KeyValuePair.Create(o.Op, (JsonNode?)("#/components/schemas/" + NameOf(o.Op))))),
        };
        return schema;
    }
}
