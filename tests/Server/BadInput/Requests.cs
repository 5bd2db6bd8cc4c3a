using System.Text;
using Holdfast.Server.Tests.Harness;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>What is wrong with a request before any member of its body is looked at.</summary>
public sealed class Requests(World world) : IClassFixture<World>
{
    public static TheoryData<string, byte[]> Broken => new()
    {
        { "empty", [] },
        { "blank", " \n"u8.ToArray() },
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
        { "gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] },
        { "invalid UTF-8 in a value", [.. "{\"by\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "invalid UTF-8 in a name", [.. "{\""u8, 0xFF, .. "\":1}"u8] },
        { "overlong UTF-8", [.. "{\"by\":\""u8, 0xC0, 0xAF, .. "\"}"u8] },
        { "a surrogate in UTF-8", [.. "{\"by\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8] },
        { "half a pair in a name", """{"\ud800":1}"""u8.ToArray() },
        { "half a pair in a nested name", """{"by":{"\udc00":1},"data":{"\udc00":1}}"""u8.ToArray() },
        { "NUL", "{\"a\":\"\0\"}"u8.ToArray() },
        { "NaN", """{"upTo":NaN}"""u8.ToArray() },
        { "deep", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 17)) + "1" + new string('}', 17)) },
        { "deep arrays", Encoding.UTF8.GetBytes("{\"edits\":" + new string('[', 5000) + new string(']', 5000) + "}") },
        { "a name of 5,000 characters", Encoding.UTF8.GetBytes($"{{\"{new string('n', 5000)}\":1}}") },
        { "a name cut within a pair", Encoding.UTF8.GetBytes($"{{\"{new string('n', 63)}😀x\":1}}") },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_no_strict_JSON_object_is_refused_by_every_endpoint(string what, byte[] body)
    {
        await world.SettleAsync();
        var head = await world.HeadAsync();
        foreach (var example in Bodies.All)
        {
            if (body.Length == 0 && (example.Path.EndsWith("/second", StringComparison.Ordinal) || example.Path.EndsWith("/console-links", StringComparison.Ordinal))) continue;
            var reply = await Bodies.For(world, example.Path).PostAsync(example.Path, body);
            Assert.True(reply.Status == 400, $"{what} at {example.Path}: {reply.Status} {reply.Body}");
            Assert.NotEmpty(reply.Mistakes);
        }
        Assert.Equal(head, await world.HeadAsync());
    }

    [Fact]
    public async Task Nesting_is_read_down_to_16_levels()
    {
        string Nested(int levels) => "{\"zz\":" + new string('[', levels - 1) + new string(']', levels - 1) + "}";
        (await world.Platform.PostAsync("/v1/signals", Nested(17))).Is(400, "jsonInvalid");
        Assert.Contains("memberUnknown@/zz", (await world.Platform.PostAsync("/v1/signals", Nested(16))).Is(400).Mistakes);
    }

    [Fact]
    public async Task Half_a_pair_in_free_data_is_refused_or_ignored_and_never_a_failure()
    {
        await world.SettleAsync();
        foreach (var data in (string[])["""{"\ud800":1}""", """{"subject":"\ud800"}""", """{"x":"\ud800"}""", """{"su\udc00bject":"k1"}""", """{"subject":"a","\udfff":1}""", """{"subject":{"subject":1}}"""])
        {
            var reply = await world.Platform.PostAsync("/v1/signals",
                $$"""{"account":"alice","kind":"inCall","at":"2026-01-01T00:00:00Z","data":{{data}}}""");
            Assert.True(reply.Status is 202 or 400, $"{data}: {reply.Status} {reply.Body}");
        }
    }

    [Fact]
    public async Task Bodies_beyond_64_KiB_are_refused_by_every_endpoint()
    {
        foreach (var example in Bodies.All)
            foreach (var size in (int[])[65_537, 66_000])
            {
                var client = Bodies.For(world, example.Path);
                (await client.PostAsync(example.Path, new byte[size])).Is(413, "bodyTooLarge");
                using var pieces = new StreamContent(new Pieces(size));
                pieces.Headers.ContentType = new("application/json");
                (await client.SendAsync(HttpMethod.Post, example.Path, pieces, ("Idempotency-Key", Client.FreshKey()))).Is(413, "bodyTooLarge");
            }
        var most = Encoding.UTF8.GetBytes($$"""{"id":"{{World.Name("most")}}"}""".PadRight(65_536));
        (await world.Platform.PostAsync("/v1/accounts", most)).Is(201);
    }

    /// <summary>The line is closed before such a body has come; who asks first, as the header lets him, hears why.</summary>
    [Fact]
    public async Task Bodies_far_beyond_it_are_refused_before_they_are_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, world.Address + "v1/accounts") { Content = Client.Json(new byte[50_000_000]) };
        request.Headers.ExpectContinue = true;
        request.Headers.Add("Authorization", "Bearer " + world.Tokens.Platform);
        request.Headers.Add("Idempotency-Key", "far");
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(20) };
        using var http = new HttpClient(handler);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)response.StatusCode);
        Assert.Contains("bodyTooLarge", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    [InlineData("application/json-patch+json")]
    [InlineData("multipart/form-data")]
    public async Task Other_media_types_are_refused_by_every_endpoint(string? type)
    {
        await world.SettleAsync();
        var head = await world.HeadAsync();
        foreach (var example in Bodies.All)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(example.Body.ToJsonString()));
            if (type is not null) content.Headers.ContentType = new(type);
            (await Bodies.For(world, example.Path).SendAsync(HttpMethod.Post, example.Path, content, ("Idempotency-Key", Client.FreshKey())))
                .Is(415, "notJson");
        }
        Assert.Equal(head, await world.HeadAsync());
    }

    [Fact]
    public async Task Queries_that_nobody_reads_are_refused_by_every_endpoint_with_a_token()
    {
        await world.SettleAsync();
        var (head, count) = (await world.HeadAsync(), 0);
        foreach (var (method, pattern) in Routes().Where(r => r.Pattern.StartsWith("/v1", StringComparison.Ordinal) || r.Pattern.StartsWith("/sandbox", StringComparison.Ordinal)))
            foreach (var query in (string[])["?zz=1", "?zz", "?=1", "?viewer=a&viewer=b", "?observe=true&zz=1", "?VIEWER=a", "?idempotency-key=k"])
            {
                var path = new Example(pattern, "{}").Path.Replace("{name}", "none", StringComparison.Ordinal);
                var body = Bodies.All.FirstOrDefault(b => b.Route == pattern)?.Body.ToJsonString() ?? "{}";
                var client = StaffRoutes.Any(r => pattern.StartsWith(r, StringComparison.Ordinal)) ? world.Staff1 : world.Platform;
                var reply = method == "POST"
                    ? await client.PostAsync(path + query, body)
                    : await client.SendAsync(new HttpMethod(method), path + query, null);
                Assert.True(reply.Status == 400 && reply.Code == "queryInvalid", $"{method} {path}{query}: {reply.Status} {reply.Body}");
                count++;
            }
        Assert.True(count > 100);
        Assert.Equal(head, await world.HeadAsync());
    }

    [Fact]
    public void Every_POST_of_the_routing_table_has_a_body_to_spoil() => Assert.Equal(
        Routes().Where(r => r.Method == "POST" && // a list, which `PlacingOrders` spoils
                                                  // and lines, which `MovingIn` does
                                                  // and forms, which `SendingForms` does
            r.Pattern is not ("/veto/{token}" or "/authz" or "/v1/prices" or "/v1/import" or "/report") && !r.Pattern.StartsWith("/console/", StringComparison.Ordinal)).Select(r => r.Pattern).Order(StringComparer.Ordinal),
        Bodies.All.Select(b => b.Route).Distinct().Order(StringComparer.Ordinal));

    private static readonly string[] StaffRoutes = ["/v1/staff", "/v1/tokens", "/v1/import", "/v1/official"];

    private IEnumerable<(string Method, string Pattern)> Routes() =>
        from route in world.Server.Routes.OfType<RouteEndpoint>()
        from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (method, route.RoutePattern.RawText!);

    /// <summary>A body of unknown length, so that it is sent in chunks.</summary>
    private sealed class Pieces(int size) : MemoryStream(new byte[size])
    {
        public override bool CanSeek => false;
    }
}
