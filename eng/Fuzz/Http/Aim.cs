using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>Composes requests: a route, a body from a story or the grammar, then perhaps something wrong with it.</summary>
internal sealed class Aim
{
    private static readonly string[] Verbs = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY", "CONNECT", "get", "BREW"];

    private static readonly string[] Types =
    [
        "application/json; charset=utf-8", "application/json;charset=utf-16", "APPLICATION/JSON", "text/plain", "application/xml", "application/jsonx",
        "application/json, text/html", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "", "application/json;", "*/*",
    ];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    private readonly Contract contract;
    private readonly Scene scene;
    private readonly Random random;
    private readonly Stories stories;
    private readonly Grammar grammar;
    private readonly Mutations mutations;
    private readonly Targets targets;
    private readonly Garbage garbage;
    private readonly Badge badge;
    private readonly Route[] calls;

    public Aim(Contract contract, Scene scene, Badges badges, Random random)
    {
        (this.contract, this.scene, this.random) = (contract, scene, random);
        stories = new Stories(scene, random);
        grammar = new Grammar(contract, scene, random);
        mutations = new Mutations(random);
        targets = new Targets(scene, random);
        garbage = new Garbage(random);
        badge = new Badge(badges, random);
        // changes and withdrawals are where the state is
        calls = [.. contract.Routes.SelectMany(r => Enumerable.Repeat(r, Weight(r)))];
    }

    private static int Weight(Route route) => route.Id switch
    {
        "askChange" or "askWithdrawal" or "approveChange" => 12,
        "vetoChange" or "approveWithdrawal" => 4,
        "secondAct" => 6,
        _ => route.Path.StartsWith("/console", StringComparison.Ordinal) ? 1 : 2,
    };

    /// <summary>Who is signed in to the console; null where nobody is.</summary>
    public Pass? Pass { get; set; }

    public Shot Next()
    {
        var route = calls[random.Next(calls.Length)];
        var shot = random.Next(100) switch
        {
            < 40 => Straight(route),
            < 70 => WithWrongBody(route),
            < 80 => WithWrongHead(route),
            < 88 => WithWrongTarget(route),
            < 93 => WithAnotherVerb(route),
            < 96 => Large(route),
            _ => garbage.Of(Straight(route)),
        };
        return shot;
    }

    /// <summary>Opens an account that the rest can be about.</summary>
    public Shot Opening() => Compose(contract.Routes.Single(r => r.Id == "openAccount"), stories.Open(), "an opening");

    /// <summary>A request of one operation with nothing wrong in it.</summary>
    public Shot Straight(Route route) => Compose(route, null, "straight");

    private Shot WithWrongBody(Route route)
    {
        var shot = Straight(route);
        if (route.Body is null) return WithWrongTarget(route);
        if (!route.IsJson)
        {
            var form = mutations.Of(JsonValue.Create(Encoding.UTF8.GetString(shot.Body)));
            return Bounded(shot with { Body = form.Body, Story = form.Story });
        }
        var body = random.Next(12) == 0 ? Grown(calls[random.Next(calls.Length)]) : JsonNode.Parse(shot.Body);
        var (bytes, story) = mutations.Of(body);
        return Bounded(shot with { Body = bytes, Story = story });
    }

    private Shot WithWrongHead(Route route)
    {
        var shot = Straight(route);
        var (headers, story) = (shot.Headers.ToList(), "");
        switch (random.Next(8))
        {
            case 0:
                headers.RemoveAll(h => h.Name == "Idempotency-Key");
                story = "no key";
                break;
            case 1:
                headers.Add(("Idempotency-Key", "another"));
                story = "two keys";
                break;
            case 2:
                headers.RemoveAll(h => h.Name == "Idempotency-Key");
                headers.Add(("Idempotency-Key", One("", " ", "a b", "é", new string('k', 256), new string('k', 255), "\u007f")));
                story = "an odd key";
                break;
            case 3:
                headers.RemoveAll(h => h.Name == "Content-Type");
                if (Types[random.Next(Types.Length)] is { Length: > 0 } type) headers.Add(("Content-Type", type));
                story = "another type";
                break;
            case 4:
                headers.RemoveAll(h => h.Name == "Authorization");
                headers.Add(("Authorization", One("Bearer", "Bearer ", "Bearer  ", "bearer x", "Basic x", "Bearer " + new string('x', 600), "Bearer é", ", ,")));
                story = "an odd token";
                break;
            case 5:
                if (shot.Headers.FirstOrDefault(h => h.Name == "Authorization") is { Name: not null } twice) headers.Add(twice);
                story = "two tokens";
                break;
            case 6:
                headers.Add((One("Accept", "Accept-Encoding", "Range", "If-None-Match", "X-HTTP-Method-Override", "X-Forwarded-For", "Forwarded", "Cookie", "Origin", "Content-Encoding"),
                    One("*", "gzip", "bytes=0-1", "GET", "127.0.0.1", "a=b; a=c", "null", new string('a', 300))));
                story = "more headers";
                break;
            default:
                return Bounded(shot with { IsChunked = shot.Body.Length > 0, Story = "in chunks" });
        }
        // what a header may not hold, Kestrel refuses before anybody else reads it
        var isPlain = headers.TrueForAll(h => h.Item2.All(c => c is >= ' ' and <= '~'));
        return shot with { Headers = [.. headers], Story = story, Form = isPlain ? Form.Whole : Form.Large };
    }

    private Shot WithWrongTarget(Route route)
    {
        var shot = Straight(route);
        return shot with { Target = targets.Wrong(shot.Target), Story = "another target" };
    }

    private Shot WithAnotherVerb(Route route)
    {
        var shot = Straight(route);
        return shot with { Method = Verbs[random.Next(Verbs.Length)], Story = "another verb" };
    }

    private Shot Large(Route route)
    {
        var shot = Straight(route);
        return random.Next(3) switch
        {
            0 => shot with { Headers = [.. shot.Headers, ("X-Long", new string('x', random.Next(15_000, 20_000)))], Form = Form.Large, Story = "large head" },
            1 => shot with { Target = shot.Target + "?" + new string('q', random.Next(7_000, 9_000)), Form = Form.Large, Story = "large target" },
            _ => shot with { Body = [.. shot.Body, .. Enumerable.Repeat((byte)' ', random.Next(60_000, 80_000))], Form = Form.Large, Story = "large body" },
        };
    }

    private JsonNode? Grown(Route route) => route.Body is { } schema && route.IsJson ? grammar.Of(schema) : null;

    private static Shot Bounded(Shot shot) => shot.Body.Length > 65_536 ? shot with { Form = Form.Large } : shot;

    private Shot Compose(Route route, JsonNode? given, string story)
    {
        var (target, account, named) = targets.Of(route);
        // far steps of the clock end all that waits
        var body = given ?? (random.Next(100) < (route.Id == "advanceClock" ? 98 : 80) ? stories.Body(route.Id, account, named) : null) ?? Grown(route);
        List<(string, string)> headers = [("Host", "127.0.0.1")];
        if (badge.For(route, StaffOf(body)) is { } shown) headers.Add(("Authorization", shown));
        if (route.Method == "POST" && route.NeedsToken) headers.Add(("Idempotency-Key", Key()));
        if (route.BodyType is { } type) headers.Add(("Content-Type", type));
        var isConsole = route.Path.StartsWith("/console", StringComparison.Ordinal);
        if (isConsole && Pass is { } pass) headers.Add(("Cookie", pass.Cookie));
        if (isConsole) return new Shot(route, route.Method, target, [.. headers], route.Body is null ? [] : Encoding.UTF8.GetBytes(ConsoleFields(route)), Form.Whole) { Story = story };
        var text = route.IsJson ? body?.ToJsonString(random.Next(2) == 0 ? Plain : null) ?? "" : Fields();
        return new Shot(route, route.Method, target, [.. headers], route.Body is null ? [] : Encoding.UTF8.GetBytes(text), Form.Whole) { Story = story };
    }

    /// <summary>A form of the console. Nobody is signed out by it, for the rest needs the session.</summary>
    private string ConsoleFields(Route route)
    {
        var seal = Pass is { } pass && route.Id is not "signOut" && random.Next(20) > 0 ? pass.Seal : new string('0', 64);
        return $"form={seal}&once={scene.Fresh("o")}&account={Pass?.Account ?? scene.Account()}&" + One(
            "answer=no", "answer=yes", "quiet=on", "session=s_x", "code=000000", "recovery=0000-0000-0000-0000", "link=on", "label=ring", "credential={}", "claims=they+called&from=x&freeze=on",
            "edit=%7B%22op%22%3A%22suspendKey%22%2C%22key%22%3A%22k1%22%7D", "op=addFactor&kind=totp&label=app&factor=" + scene.Fresh("f"), "op=addFactor&kind=recovery&label=paper&factor=" + scene.Fresh("f"),
            "op=setExpiry&key=k1&expiresAt=2027-13-45", "edit=%5B%5D", "edit=%5B1%2Cnull%5D", "edit=" + new string('%', 3), "op=%00", "back=//example.com", "a=b&a=b&a=b", "");
    }

    private string Fields() => One("claims=they+called&from=%2B15550100", "claims=a", "which=this", "which=all&quiet=on", "quiet=on", "", "which=all", "which=%00&quiet=%ff", "a=b&a=b&a=b", "which");

    private static string? StaffOf(JsonNode? body) =>
        body is JsonObject o && o["by"] is JsonObject by && by["kind"] is JsonValue kind && kind.TryGetValue<string>(out var word) && word == "staff"
            && by["id"] is JsonValue id && id.TryGetValue<string>(out var name) ? name : null;

    /// <summary>Mostly new; sometimes one that was used for something else or the same.</summary>
    private string Key()
    {
        if (random.Next(15) == 0 && scene.Pick(scene.Keys) is { } used) return used;
        var fresh = string.Create(CultureInfo.InvariantCulture, $"{scene.Fresh("i")}");
        if (scene.Keys.Count < 64) scene.Keys.Add(fresh);
        else scene.Keys[random.Next(64)] = fresh;
        return fresh;
    }

    private string One(params ReadOnlySpan<string> of) => of[random.Next(of.Length)];
}
