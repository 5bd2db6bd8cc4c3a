using System.Text.Json.Nodes;
using Holdfast.Domain.Labels;
using Holdfast.Domain.Policies;
using static Holdfast.Server.OpenApi.Schema;

namespace Holdfast.Server.OpenApi;

/// <summary>The texts that the contract is made of: ids, amounts, spans, times, addresses.</summary>
internal static class FormSchemas
{
    private const string Digits = @"(0|[1-9][0-9]{0,19})(\.[0-9]{1,18})?$";

    public static IEnumerable<(string Name, JsonObject Schema)> All =>
    [
        ("Id", Text(1, 64, "^[A-Za-z0-9._:@-]+$", "k1").Says("letters, digits and `. _ : @ -`")),
        ("Label", Text(1, LabelRules.MaximumLength, example: "bot").Says(
            "a name given by a person: letters, digits, single spaces and a little punctuation of one script "
            + "(UTS #39 highly restrictive; Latin with Han, Kana or Hangul passes), stored in NFC")),
        ("Asset", Text(1, 16, "^[A-Za-z0-9.-]+$", "USDT").Says("lower case is raised")),
        ("Network", Text(1, 32, "^[A-Za-z0-9_-]+$", "TRON").Says(
            "a network or exit by name or alias in any case (`TRC20`, `erc-20`); off chain: `INTERNAL`, `FIAT`, `GIFTCARD`, "
            + "`PAYMENT`; on a name that is not known every printable text is an address")),
        ("Address", Text(1, 512, example: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t").Says(
            "as the network writes it; checksums are checked and one canonical spelling is kept")),
        ("Tag", new JsonObject { ["type"] = Types("string", "null"), ["maxLength"] = 256 }.Example("").Says(
            "tag, memo or destination tag; the empty string says that there is none, on purpose")),
        ("Amount", Text(1, 29, "^" + Digits, "250.00").Says("zero or more; at most 28 digits in all")),
        ("PositiveAmount", Text(1, 29, @"^(?!0(\.0+)?$)" + Digits, "250.00").Says("above zero; at most 28 digits in all")),
        ("Span", Text(3, 32, @"^P(?!$)([0-9]{1,5}D)?(T(?!$)([0-9]{1,6}H)?([0-9]{1,7}M)?([0-9]{1,9}(\.[0-9]{1,3})?S)?)?$", "PT48H")
            .Says("ISO 8601 of days, hours, minutes and seconds; months and years have no fixed length and are refused")),
        ("Time", new JsonObject { ["type"] = "string", ["format"] = "date-time", ["minLength"] = 20, ["maxLength"] = 40 }
            .Example("2026-01-31T12:00:00Z").Says("RFC 3339 between 2000 and 2200; answers are in UTC with milliseconds")),
        ("Ip", Text(2, 45, example: "198.51.100.7").Says("IPv4 without leading zeros, or IPv6 without a zone")),
        ("Source", Text(2, 64, example: "198.51.100.0/24").Says("an address or a CIDR with no bits set behind the prefix")),
        ("Email", Text(3, 254, "^[^@]{1,64}@[A-Za-z0-9.-]+$", "alice@example.com").Says("ASCII, with a dot in the domain")),
        ("Permission", Text(1, 32, "^[a-z][A-Za-z0-9._-]*$").Example("read", "withdraw").Says(
            "`read`, `trade`, `transfer`, `withdraw`, `manage`, or a name of the platform's own: power that satisfies only a need "
            + "of exactly that name. No other spelling of a known one")),
        ("Digest", Text(64, 64, "^[0-9a-f]{64}$", new string('0', 64)).Says("SHA-256 in lower-case hex")),
        ("Element", Enum(Elements.All.Select(e => e.Name())).Says("what has a hold of its own")),
    ];

    private static JsonArray Types(params string[] types) => new([.. types.Select(t => (JsonNode)t)]);
}
