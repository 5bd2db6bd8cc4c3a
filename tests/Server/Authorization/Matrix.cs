using System.Globalization;
using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Tests.Authorization;

/// <summary>One endpoint: which roles pass its door, and what it answers them about what is theirs, another's, or unknown.</summary>
/// <param name="Roles">Letters of the roles that pass: d(ecide), f(eed), s(taff); `*` for everybody, with or without a token.</param>
/// <param name="Body">The body; `BY` stands for whoever the token may speak for.</param>
/// <param name="Foreign">The answer where the last id in the path is of another account; null where there is no such id.</param>
public sealed record Line(string Route, string Roles, int Own, int? Foreign, int? Unknown, string? Body = null);

/// <summary>Everybody at every door (generated from the routing table): a route that is not here fails the test.</summary>
public sealed class Matrix : IAsyncLifetime
{
    private static readonly string[] Callers = ["none", "garbage", "ended", "decide", "feed", "staff"];

    private static readonly Line[] Lines =
    [
        new("POST /v1/accounts", "d", 201, null, null, """{"id":"fresh-N"}"""),
        new("GET /v1/accounts/{id}", "ds", 200, null, 404),
        new("POST /v1/accounts/{id}/changes", "ds", 201, null, 404, """{"by":BY,"edits":[{"op":"grant","key":"k1","permission":"p-N"}]}"""),
        new("GET /v1/accounts/{id}/changes/{change}", "ds", 200, 404, 404),
        new("POST /v1/accounts/{id}/changes/{change}/approvals", "d", 200, 404, 404, """{"factor":"platform","digest":"DIGEST","by":BY}"""),
        new("POST /v1/accounts/{id}/changes/{change}/veto", "ds", 200, 404, 404, """{"by":BY}"""),
        new("POST /v1/accounts/{id}/withdrawals", "d", 202, null, 404,
            $$"""{"withdrawal":"w-N","asset":"USDT","network":"TRON","amount":"60","address":"{{World.Tron}}","via":{"key":"k1","ip":"198.51.100.9"} }"""),
        new("GET /v1/accounts/{id}/withdrawals/{withdrawal}", "ds", 200, 404, 404),
        new("POST /v1/accounts/{id}/withdrawals/{withdrawal}/approvals", "d", 200, 404, 404, """{"factor":"platform","digest":"DIGEST","by":BY}"""),
        new("POST /v1/accounts/{id}/withdrawals/{withdrawal}/cancel", "d", 409, 404, 404, """{"by":BY}"""),
        new("POST /v1/accounts/{id}/withdrawals/{withdrawal}/release", "d", 200, 404, 404, """{"by":BY}"""),
        new("POST /v1/accounts/{id}/withdrawals/{withdrawal}/permit", "d", 200, 404, 404, """{"by":BY}"""),
        new("POST /v1/signals", "d", 202, null, null, """{"account":"mine","kind":"k","at":"2026-01-01T00:00:00Z"}"""),
        new("POST /v1/staff/acts", "s", 201, null, null, """{"kind":"clock","digest":"HEX"}"""),
        new("POST /v1/staff/acts/{act}/second", "s", 403, null, 404, "{}"),
        new("POST /v1/tokens", "s", 201, null, null, """{"name":"t-N","roles":["feed"]}"""),
        new("DELETE /v1/tokens/{name}", "s", 204, null, 404),
        new("GET /v1/events", "f", 200, null, null),
        new("POST /v1/announcements/taken", "f", 409, null, null, """{"upTo":1}"""),
        new("GET /veto/{token}", "*", 200, null, 404),
        new("POST /veto/{token}", "*", 200, null, 404),
        new("GET /healthz", "*", 200, null, null),
        new("GET /readyz", "*", 200, null, null),
        new("GET /openapi/v1.json", "*", 200, null, null),
        new("GET /.well-known/jwks.json", "*", 200, null, null),
        new("GET /sandbox/clock", "dfs", 200, null, null),
        new("POST /sandbox/clock", "dfs", 200, null, null, """{"advance":"PT0.001S"}"""),
        // last, because nothing leaves afterwards
        new("POST /v1/accounts/{id}/freeze", "ds", 200, null, 404, """{"by":BY,"reason":"r"}"""),
    ];

    private readonly World world = new();
    private readonly Dictionary<string, Client> clients = [];
    private int count;
    private string veto = "";

    public async ValueTask InitializeAsync()
    {
        await world.StartAsync();
        clients["none"] = world.Nobody;
        clients["garbage"] = world.With("garbage");
        clients["decide"] = await TokenAsync("decider", "decide");
        clients["feed"] = await TokenAsync("feeder", "feed");
        clients["ended"] = await TokenAsync("ended", "decide\",\"feed");
        clients["staff"] = world.Staff1;
        (await world.Staff1.DeleteAsync("/v1/tokens/ended")).Is(204);
        await world.OpenAsync(World.Bot + "," + World.Place(), "mine");
        await world.OpenAsync(World.Bot, "his");
        await world.AdvanceAsync("PT49H");
        veto = (await world.LettersAsync()).First(l => l.Link is not null).LinkPath;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public void Names_every_route_and_no_other() => Assert.Empty(Differences(world.Server.Routes));

    [Fact]
    public async Task Reports_a_route_that_somebody_forgot()
    {
        await using var planted = await HoldfastServer.StartAsync(
            new ServerOptions { Data = Path.Combine(world.Data, "planted"), Urls = "http://127.0.0.1:0", Sandbox = true },
            (routes, api) => routes.MapGet("/v1/backdoor", api.Get(Door.Any, (_, _) => throw new InvalidOperationException())));
        Assert.Equal(["not in the matrix: GET /v1/backdoor"], Differences(planted.Routes));
    }

    [Fact]
    public async Task Holds_for_everybody_at_every_door()
    {
        var wrong = new List<string>();
        foreach (var line in Lines)
            foreach (var caller in Callers)
                foreach (var (whose, expected) in Expected(line, caller))
                {
                    var reply = await SendAsync(line, caller, whose);
                    if (reply.Status != expected) wrong.Add($"{line.Route} {caller} {whose}: {reply.Status}, not {expected}: {reply.Body}");
                }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Tells_nothing_to_who_does_not_pass_the_door()
    {
        foreach (var line in Lines.Where(l => l.Roles != "*"))
            foreach (var caller in Callers.Where(c => !Passes(line, c)))
            {
                var (own, unknown) = (await SendAsync(line, caller, "own"), await SendAsync(line, caller, "unknown"));
                Assert.Equal(own.Body, unknown.Body);
            }
    }

    private static IEnumerable<(string Whose, int Status)> Expected(Line line, string caller)
    {
        var stopped = caller is "none" or "garbage" or "ended" ? 401 : 403;
        var passes = Passes(line, caller);
        yield return ("own", passes ? line.Own : stopped);
        if (line.Foreign is { } foreign) yield return ("foreign", passes ? foreign : stopped);
        if (line.Unknown is { } unknown) yield return ("unknown", passes ? unknown : stopped);
    }

    private static bool Passes(Line line, string caller) => line.Roles == "*" || caller switch
    {
        "decide" => line.Roles.Contains('d', StringComparison.Ordinal),
        "feed" => line.Roles.Contains('f', StringComparison.Ordinal),
        "staff" => line.Roles.Contains('s', StringComparison.Ordinal),
        _ => false,
    };

    private static string[] Differences(IEnumerable<Endpoint> routes)
    {
        var known = Lines.Select(l => l.Route).ToHashSet(StringComparer.Ordinal);
        var there = routes.OfType<RouteEndpoint>()
            .SelectMany(r => r.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => $"{m} {r.RoutePattern.RawText}"))
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. there.Except(known).Select(r => $"not in the matrix: {r}"),
            .. known.Except(there).Select(r => $"not mapped: {r}"),
        ];
    }

    private async Task<Reply> SendAsync(Line line, string caller, string whose)
    {
        var number = (++count).ToString(CultureInfo.InvariantCulture);
        var (method, pattern) = (line.Route[..line.Route.IndexOf(' ', StringComparison.Ordinal)], line.Route[(line.Route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        var (path, digest) = await PathAsync(pattern, whose, number);
        var client = clients[caller];
        if (method == "GET") return await client.GetAsync(path);
        if (method == "DELETE") return await client.DeleteAsync(path);
        if (pattern.StartsWith("/veto", StringComparison.Ordinal)) return await client.PostFormAsync(path, ("which", "this"));
        var by = caller == "staff" ? World.By("staff", "staff-1") : World.Owner("mine");
        var body = line.Body!.Replace("BY", by, StringComparison.Ordinal).Replace("DIGEST", digest, StringComparison.Ordinal)
            .Replace("HEX", number.PadLeft(64, '0'), StringComparison.Ordinal).Replace("-N", "-" + number, StringComparison.Ordinal);
        return await client.PostAsync(path, body);
    }

    /// <summary>The path with ids in it, of things made anew, so that one caller's act is not another's answer.</summary>
    private async Task<(string Path, string Digest)> PathAsync(string pattern, string whose, string number)
    {
        var path = pattern.Replace("{id}", whose == "unknown" && !pattern.Contains("{change}", StringComparison.Ordinal)
            && !pattern.Contains("{withdrawal}", StringComparison.Ordinal) ? "nobody" : "mine", StringComparison.Ordinal);
        var digest = new string('0', 64);
        var account = whose == "foreign" ? "his" : "mine";
        if (pattern.Contains("{change}", StringComparison.Ordinal))
        {
            var change = (await world.AskAsync(account, World.Grant("x-" + number))).Is(201);
            digest = change.Text("digest")!;
            path = path.Replace("{change}", whose == "unknown" ? "c_unknown" : change.Text("change"), StringComparison.Ordinal);
        }
        if (pattern.Contains("{withdrawal}", StringComparison.Ordinal))
        {
            var made = (await world.WithdrawAsync(account, "x-" + number, "0.01")).Is(200);
            digest = made.Text("digest")!;
            path = path.Replace("{withdrawal}", whose == "unknown" ? "unknown" : "x-" + number, StringComparison.Ordinal);
        }
        if (pattern.Contains("{act}", StringComparison.Ordinal))
        {
            var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{number.PadLeft(64, 'a')}}"}""")).Is(201);
            path = path.Replace("{act}", whose == "unknown" ? "a_unknown" : act.Text("act"), StringComparison.Ordinal);
        }
        if (pattern.Contains("{name}", StringComparison.Ordinal))
        {
            if (whose == "own") await TokenAsync("t-" + number, "feed");
            path = path.Replace("{name}", whose == "own" ? "t-" + number : "unknown", StringComparison.Ordinal);
        }
        return (path.Replace("/veto/{token}", whose == "own" ? veto : "/veto/unknown", StringComparison.Ordinal), digest);
    }

    private async Task<Client> TokenAsync(string name, string roles) =>
        world.With((await world.Staff1.PostAsync("/v1/tokens", $$"""{"name":"{{name}}","roles":["{{roles}}"]}""")).Is(201).Text("token"));
}
