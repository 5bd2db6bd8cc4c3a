using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>Every member of every body, made wrong in every way, one at a time: named with its place, and nothing recorded.</summary>
public sealed class Shapes(World world) : IClassFixture<World>
{
    /// <summary>What somebody might hope to write: no request may hold it unless its example does.</summary>
    private static readonly string[] Hoped =
    [
        "state", "effectiveAt", "version", "owner", "frozen", "aged", "joined", "since", "role", "roles", "isStaff", "staff", "by",
        "approved", "approvedAt", "told", "toldAt", "hold", "holds", "permit", "decision", "secret", "change", "viewer", "nonce",
        "policy", "allowance", "second", "token", "now", "$type", "__proto__", "constructor", "ID", "Op", "", " id", "id ", "іd",
    ];

    private static IEnumerable<Place> Places => Bodies.All.SelectMany(e => e.Places);

    [Fact]
    public async Task Members_that_nobody_asked_for_can_not_be_written_in_any_object() => await Refusals.HoldAsync(world,
        from example in Bodies.All
        from at in example.Objects
        from name in Hoped
        where !Example.Find(example.Body, at).AsObject().ContainsKey(name)
        let root = example.Body
        let written = Example.Find(root, at)[name] = 1
        select new Case(example.Path, root.ToJsonString(), $"*@{at}/{Shown(name)}"),
        least: 2500);

    [Fact]
    public async Task Unknown_members_are_named_by_a_pointer_that_points() => await Refusals.HoldAsync(world,
        from example in Bodies.All
        from at in example.Objects
        let root = example.Body
        let written = Example.Find(root, at)["zz~/z"] = 1
        select new Case(example.Path, root.ToJsonString(), $"memberUnknown@{at}/zz~0~1z"));

    [Fact]
    public async Task Doubled_members_are_named() => await Refusals.HoldAsync(world,
        from place in Places
        where place.IsMember
        select Doubled(place));

    [Fact]
    public async Task Missing_members_are_named() => await Refusals.HoldAsync(world,
        from place in Places
        where place.IsMember && !place.MayBeAbsent && !IsOneOfTwo(place) && place.At != "/via/session"
        select place.Changed(root => Example.Find(root, place.Parent).AsObject().Remove(place.Name), $"memberMissing@{place.At}"));

    /// <summary>Without its session it is the other way to come, which has a key.</summary>
    [Fact]
    public async Task A_way_without_a_session_needs_a_key() => await Refusals.HoldAsync(world,
        from place in Places
        where place.At == "/via/session"
        select place.Changed(root => root["via"]!.AsObject().Remove("session"), "memberMissing@/via/key", "memberUnknown@/via/device"), least: 1);

    [Fact]
    public async Task Of_asset_and_currency_a_limit_needs_one_and_only_one() => await Refusals.HoldAsync(world,
        from place in Places
        where IsOneOfTwo(place)
        from both in (bool[])[true, false]
        select place.Changed(
            root =>
            {
                var limit = Example.Find(root, place.Parent).AsObject();
                if (both) limit[place.Name == "asset" ? "currency" : "asset"] = "USDT";
                else limit.Remove(place.Name);
            },
            $"assetOrCurrency@{place.Parent}"), least: 8);

    [Fact]
    public async Task Null_is_refused_where_it_means_nothing() => await Refusals.HoldAsync(world,
        from place in Places
        where !place.MayBeNull
        select place.With(null, place.IsMember ? "memberNull" : "typeWrong"));

    [Fact]
    public async Task Values_of_another_type_are_refused() => await Refusals.HoldAsync(world,
        from place in Places
        from wrong in (string[])["{}", "[]", "\"x\"", "7", "true", "false", "1e400", "-0.5"]
        where Place.KindOf(JsonNode.Parse(wrong)!) != place.Kind
        select place.With(JsonNode.Parse(wrong), "typeWrong"), least: 1500);

    [Fact]
    public async Task Texts_that_are_empty_or_too_long_are_refused() => await Refusals.HoldAsync(world,
        from place in Places
        where place.Kind == "string" && place.IsMember
        from text in (string[])["", new string('a', 20_000)]
        // an empty tag says that there is none
        where !(place.Name == "tag" && text.Length == 0)
        select place.With(text, "lengthWrong"));

    [Fact]
    public async Task Lists_that_are_too_long_are_refused() => await Refusals.HoldAsync(world,
        from place in Places
        where place.Kind == "array"
        let first = place.Node[0]!
        select place.With(new JsonArray([.. Enumerable.Range(0, 300).Select(_ => first.DeepClone())]), "tooMany"), least: 6);

    [Fact]
    public async Task Texts_with_half_of_a_surrogate_pair_are_refused() => await Refusals.HoldAsync(world,
        from place in Places
        where place.Kind == "string"
        let whole = place.With("HALF", "*")
        select whole with { Body = whole.Body.Replace("HALF", "a\\ud800b", StringComparison.Ordinal) });

    [Fact]
    public async Task Numbers_that_are_no_positions_are_refused() => await Refusals.HoldAsync(world,
        from place in Places
        where place.Kind == "number"
        from number in (string[])["-1", "1.5", "1e400", "9223372036854775808", "-0.0001"]
        select place.With(JsonNode.Parse(number), "typeWrong"), least: 5);

    [Fact]
    public async Task All_mistakes_of_a_body_are_named_in_one_answer() => await Refusals.HoldAsync(world, Bodies.All.Select(AllWrong));

    /// <summary>Every value of another type but those that say which members there are, and a stranger in every object.</summary>
    private static Case AllWrong(Example example)
    {
        var (root, mistakes) = (example.Body, new List<string>());
        foreach (var place in example.Places.Where(p => p.Node is JsonValue && p.Name is not ("op" or "kind" or "factor")))
        {
            Example.Put(root, place.At, new JsonObject());
            mistakes.Add($"typeWrong@{place.At}");
        }
        foreach (var at in example.Objects)
        {
            Example.Find(root, at)["stranger"] = 1;
            mistakes.Add($"memberUnknown@{at}/stranger");
        }
        return new Case(example.Path, root.ToJsonString(), [.. mistakes]);
    }

    private static bool IsOneOfTwo(Place place) => place.Name is "asset" or "currency"
        && (string?)Example.Find(place.Of.Body, place.Parent)["op"] is "setLimit" or "removeLimit";

    private static Case Doubled(Place place)
    {
        var twice = place.Changed(root => Example.Find(root, place.Parent)["DOUBLE"] = place.Node.DeepClone(), $"memberTwice@{place.At}");
        return twice with { Body = twice.Body.Replace("\"DOUBLE\"", $"\"{place.Name}\"", StringComparison.Ordinal) };
    }

    private static string Shown(string name) => name.Replace("$", "\\u{0024}", StringComparison.Ordinal)
        .Replace(" ", "\\u{0020}", StringComparison.Ordinal);
}
