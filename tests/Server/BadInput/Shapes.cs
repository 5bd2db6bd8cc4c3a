using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>Every member of every body, made wrong in every way, one at a time: a 400 that names the place, and nothing recorded.</summary>
public sealed class Shapes(World world) : IClassFixture<World>
{
    /// <summary>A body with one thing wrong, and the mistake that must be named.</summary>
    private sealed record Case(string Path, byte[] Body, string Mistake);

    [Fact]
    public async Task Unknown_members_are_named_in_every_object() => await AssertAllAsync(Objects((o, at) =>
    {
        o["zz~/z"] = 1;
        return $"memberUnknown@{at}/zz~0~1z";
    }));

    [Fact]
    public async Task Doubled_members_are_named_in_every_object() => await AssertAllAsync(
        from place in Places()
        let name = place.At[(place.At.LastIndexOf('/') + 1)..]
        where !int.TryParse(name, out _)
        // written once more in front of where it stands
        select new Case(place.Path, Encoding.UTF8.GetBytes(Doubled(place)), $"memberTwice@{place.At}"));

    [Fact]
    public async Task Missing_members_are_named() => await AssertAllAsync(
        from place in Places()
        let name = place.At[(place.At.LastIndexOf('/') + 1)..]
        where !int.TryParse(name, out _) && !Bodies.Optional.Contains(name)
        select Change(place, (parent, key) => parent.AsObject().Remove(key), $"memberMissing@{place.At}"));

    [Fact]
    public async Task Null_is_refused_where_it_means_nothing() => await AssertAllAsync(
        from place in Places()
        let name = place.At[(place.At.LastIndexOf('/') + 1)..]
        where !int.TryParse(name, out _) && (!Bodies.Nullable.Contains(name) || place.At == "/via/credential")
        where !(name == "credential" && place.At.StartsWith("/edits", StringComparison.Ordinal))
        select Change(place, (parent, key) => parent[key] = null, $"memberNull@{place.At}"));

    [Fact]
    public async Task Values_of_another_type_are_refused() => await AssertAllAsync(
        from place in Places()
        from wrong in (string[])["{}", "[]", "\"\"", "7", "true", "1e400"]
        where KindOf(JsonNode.Parse(wrong)!) != KindOf(place.Node)
        select Change(place, (parent, key) => Put(parent, key, JsonNode.Parse(wrong)), $"*@{place.At}"));

    [Fact]
    public async Task Texts_that_are_too_long_are_refused() => await AssertAllAsync(
        from place in Places()
        where KindOf(place.Node) == "string"
        select Change(place, (parent, key) => Put(parent, key, new string('a', 5000)), $"*@{place.At}"));

    [Fact]
    public async Task Texts_with_half_of_a_surrogate_pair_are_refused() => await AssertAllAsync(
        from place in Places()
        where KindOf(place.Node) == "string"
        select Change(place, (parent, key) => Put(parent, key, "HALF"), $"*@{place.At}", s => s.Replace("HALF", "a\\ud800b", StringComparison.Ordinal)));

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "empty", [] },
        { "not an object", "[]"u8.ToArray() },
        { "text", "\"x\""u8.ToArray() },
        { "number", "1"u8.ToArray() },
        { "null", "null"u8.ToArray() },
        { "open", "{"u8.ToArray() },
        { "trailing comma", """{"by":1,}"""u8.ToArray() },
        { "comment", """{/* */}"""u8.ToArray() },
        { "two values", "{}{}"u8.ToArray() },
        { "single quotes", "{'a':1}"u8.ToArray() },
        { "BOM", [0xEF, 0xBB, 0xBF, .. "{}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("{}") },
        { "invalid UTF-8 in a value", [.. "{\"by\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "invalid UTF-8 in a name", [.. "{\""u8, 0xFF, .. "\":1}"u8] },
        { "overlong UTF-8", [.. "{\"by\":\""u8, 0xC0, 0xAF, .. "\"}"u8] },
        { "half a pair in a name", """{"\ud800":1}"""u8.ToArray() },
        { "half a pair in a nested name", """{"by":{"\udc00":1},"data":{"\udc00":1}}"""u8.ToArray() },
        { "NUL", "{\"a\":\"\0\"}"u8.ToArray() },
        { "NaN", """{"upTo":NaN}"""u8.ToArray() },
        { "deep", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 64)) + "1" + new string('}', 64)) },
        { "deep arrays", Encoding.UTF8.GetBytes("{\"edits\":" + new string('[', 5000) + new string(']', 5000) + "}") },
        { "a name of 5,000 characters", Encoding.UTF8.GetBytes($"{{\"{new string('n', 5000)}\":1}}") },
        { "a name cut within a pair", Encoding.UTF8.GetBytes($"{{\"{new string('n', 63)}😀x\":1}}") },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_no_strict_JSON_object_is_refused_by_every_endpoint(string what, byte[] body)
    {
        await ReadyAsync();
        var head = await world.HeadAsync();
        foreach (var (path, _) in Bodies.All)
        {
            var reply = await Bodies.For(world, path).PostAsync(path, body);
            Assert.True(reply.Status == 400, $"{what} at {path}: {reply.Status} {reply.Body}");
            Assert.NotEmpty(reply.Mistakes);
        }
        Assert.Equal(head, await world.HeadAsync());
    }

    [Fact]
    public async Task Half_a_pair_in_free_data_is_refused_or_ignored_and_never_a_failure()
    {
        await ReadyAsync();
        foreach (var data in (string[])["""{"\ud800":1}""", """{"subject":"\ud800"}""", """{"x":"\ud800"}""", """{"subject":"a","\udfff":1}""", """{"subject":{"subject":1}}"""])
        {
            var reply = await world.Platform.PostAsync("/v1/signals",
                $$"""{"account":"alice","kind":"inCall","at":"2026-01-01T00:00:00Z","data":{{data}}}""");
            Assert.True(reply.Status is 202 or 400, $"{data}: {reply.Status} {reply.Body}");
        }
    }

    [Fact]
    public async Task Bodies_beyond_64_KiB_are_refused_also_when_they_come_in_pieces()
    {
        await ReadyAsync();
        foreach (var (path, _) in Bodies.All)
        {
            var client = Bodies.For(world, path);
            (await client.PostAsync(path, new byte[65_537])).Is(413, "bodyTooLarge");
        }
        foreach (var size in (int[])[65_537, 66_000, 200_000])
        {
            using var pieces = new StreamContent(new Pieces(size));
            pieces.Headers.ContentType = new("application/json");
            (await world.Platform.SendAsync(HttpMethod.Post, "/v1/accounts", pieces, ("Idempotency-Key", Client.FreshKey()))).Is(413);
        }
        var most = Encoding.UTF8.GetBytes("""{"id":"x"}""".PadRight(65_536));
        (await world.Platform.PostAsync("/v1/accounts", most)).Is(201);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task Other_media_types_are_refused(string? type)
    {
        var content = new ByteArrayContent("{\"id\":\"never\"}"u8.ToArray());
        if (type is not null) content.Headers.ContentType = new(type);
        (await world.Platform.SendAsync(HttpMethod.Post, "/v1/accounts", content, ("Idempotency-Key", Client.FreshKey()))).Is(415, "notJson");
    }

    private async Task AssertAllAsync(IEnumerable<Case> cases)
    {
        await ReadyAsync();
        var (head, count, wrong) = (await world.HeadAsync(), 0, new List<string>());
        foreach (var c in cases)
        {
            count++;
            var reply = await Bodies.For(world, c.Path).PostAsync(c.Path, c.Body);
            var named = reply.Status is 400 or 422 && (c.Mistake.StartsWith("*@", StringComparison.Ordinal)
                ? reply.Mistakes.Any(m => m[(m.IndexOf('@', StringComparison.Ordinal) + 1)..].StartsWith(c.Mistake[2..], StringComparison.Ordinal))
                : reply.Status == 400 && reply.Mistakes.Contains(c.Mistake));
            if (!named) wrong.Add($"{c.Path} {c.Mistake}: {reply.Status} {string.Join(' ', reply.Mistakes)}");
            if (reply.Mistakes.Length != reply.Mistakes.Distinct().Count()) wrong.Add($"{c.Path} {c.Mistake}: named twice: {string.Join(' ', reply.Mistakes)}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong.Take(30))}");
        Assert.True(count > 10);
        Assert.Equal(head, await world.HeadAsync());
    }

    private async Task ReadyAsync()
    {
        if ((await world.Platform.GetAsync("/v1/accounts/alice")).Status == 404) await world.OpenAsync(World.Bot, "alice");
        await world.AdvanceAsync("PT1S");
    }

    private sealed record Place(string Path, JsonNode Root, string At, JsonNode Node);

    /// <summary>Every value of every body but what is free.</summary>
    private static IEnumerable<Place> Places() =>
        from body in Bodies.All
        let root = JsonNode.Parse(body.Body)!
        from place in Below(root, "")
        where !place.At.Contains("/data/", StringComparison.Ordinal)
        select new Place(body.Path, root, place.At, place.Node);

    private static IEnumerable<(string At, JsonNode Node)> Below(JsonNode node, string at)
    {
        var children = node switch
        {
            JsonObject o => o.Where(m => m.Value is not null).Select(m => ($"{at}/{m.Key}", m.Value!)),
            JsonArray a => a.Select((e, i) => ($"{at}/{i}", e!)),
            _ => [],
        };
        foreach (var (place, child) in children)
        {
            yield return (place, child);
            foreach (var below in Below(child, place)) yield return below;
        }
    }

    private static IEnumerable<Case> Objects(Func<JsonObject, string, string> change) =>
        from body in Bodies.All
        from at in Below(JsonNode.Parse(body.Body)!, "").Where(p => p.Node is JsonObject).Select(p => p.At).Prepend("")
        where !at.EndsWith("/data", StringComparison.Ordinal)
        let root = JsonNode.Parse(body.Body)!
        let mistake = change((JsonObject)Find(root, at), at)
        select new Case(body.Path, Encoding.UTF8.GetBytes(root.ToJsonString()), mistake);

    private static Case Change(Place place, Action<JsonNode, string> change, string mistake, Func<string, string>? then = null)
    {
        var root = place.Root.DeepClone();
        var cut = place.At.LastIndexOf('/');
        change(Find(root, place.At[..cut]), place.At[(cut + 1)..]);
        var text = root.ToJsonString();
        return new Case(place.Path, Encoding.UTF8.GetBytes(then?.Invoke(text) ?? text), mistake);
    }

    private static string Doubled(Place place)
    {
        var root = place.Root.DeepClone();
        var cut = place.At.LastIndexOf('/');
        var parent = Find(root, place.At[..cut]).AsObject();
        var name = place.At[(cut + 1)..];
        parent["DOUBLE"] = parent[name]!.DeepClone();
        return root.ToJsonString().Replace("\"DOUBLE\"", $"\"{name}\"", StringComparison.Ordinal);
    }

    private static JsonNode Find(JsonNode root, string at) => at.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(root, (node, name) => node is JsonArray array ? array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : node[name]!);

    private static void Put(JsonNode parent, string key, JsonNode? value)
    {
        if (parent is JsonArray array) array[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] = value;
        else parent[key] = value;
    }

    private static string KindOf(JsonNode node) => node.GetValueKind().ToString().Replace("True", "Boolean", StringComparison.Ordinal)
        .Replace("False", "Boolean", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>A body of unknown length, so that it is sent in chunks.</summary>
    private sealed class Pieces(int size) : MemoryStream(new byte[size])
    {
        public override bool CanSeek => false;
    }
}
