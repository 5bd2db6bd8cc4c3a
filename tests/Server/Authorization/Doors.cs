using System.Globalization;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Authorization;

/// <summary>Somebody at a door.</summary>
/// <param name="Roles">The letters of the token's roles; empty for a token that is none or none any more.</param>
/// <param name="StaffName">The token's name where it is of staff.</param>
public sealed record Visitor(string Name, Client Client, string Roles, bool IsKnown, string? StaffName = null)
{
    /// <summary>Whom it may speak for.</summary>
    public string By => Roles.Contains('d', StringComparison.Ordinal) || StaffName is null ? World.Owner("mine") : World.By("staff", StaffName);
}

/// <summary>A server with two accounts, and every kind of visitor at each of its doors.</summary>
public sealed class Doors : IAsyncDisposable
{
    private readonly World world;
    private readonly List<Visitor> visitors = [];
    private int count;
    private string veto = "";

    private Doors(World world) => this.world = world;

    public World World => world;

    public IReadOnlyList<Visitor> Visitors => visitors;

    /// <param name="world">Not started yet.</param>
    public static async Task<Doors> OpenAsync(World world)
    {
        await world.StartAsync();
        var doors = new Doors(world);
        await doors.InviteAsync();
        await world.OpenAsync(World.Bot + "," + World.Place(), "mine");
        await world.OpenAsync(World.Bot, "his");
        await world.AdvanceAsync("PT49H");
        doors.veto = (await world.LettersAsync()).First(l => l.Link is not null).LinkPath;
        return doors;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    /// <summary>Where the server answers otherwise than the lines say.</summary>
    public async Task<(string[] Wrong, int Cells)> WrongAsync(IEnumerable<Line> lines)
    {
        var (wrong, cells) = (new List<string>(), 0);
        foreach (var line in lines)
            foreach (var visitor in visitors)
                foreach (var (whose, expected) in line.Expected(visitor.Roles, visitor.IsKnown))
                {
                    cells++;
                    var reply = await SendAsync(line, visitor, whose);
                    if (reply.Status != expected)
                        wrong.Add($"{line.Route} by {visitor.Name} about {whose}: {reply.Status}, not {expected}: {reply.Body}");
                }
        return ([.. wrong], cells);
    }

    public async Task<Reply> SendAsync(Line line, Visitor visitor, string whose, Func<string, string>? spelled = null)
    {
        var number = (++count).ToString(CultureInfo.InvariantCulture);
        var (path, digest) = await PathAsync(line.Pattern, whose, number);
        path = spelled?.Invoke(path) ?? path;
        if (line.Method != "POST") return await visitor.Client.SendAsync(new HttpMethod(line.Method), path, null);
        if (line.Body is null || line.Pattern.StartsWith("/veto", StringComparison.Ordinal)) return await visitor.Client.PostFormAsync(path, ("which", "this"));
        var body = line.Body!.Replace("BY", visitor.By, StringComparison.Ordinal).Replace("DIGEST", digest, StringComparison.Ordinal)
            .Replace("HEX", number.PadLeft(64, '0'), StringComparison.Ordinal).Replace("-N", "-" + number, StringComparison.Ordinal);
        return await visitor.Client.PostAsync(path, body);
    }

    private async Task InviteAsync()
    {
        visitors.Add(new("nobody", world.Nobody, "", false));
        visitors.Add(new("garbage", world.With("garbage"), "", false));
        visitors.Add(new("an empty token", world.With(" "), "", false));
        foreach (var roles in (string[][])[["decide"], ["feed"], ["staff"], ["decide", "feed"], ["decide", "staff"], ["feed", "staff"]])
        {
            var name = string.Join('-', roles);
            visitors.Add(new(name, await TokenAsync(name, roles), string.Concat(roles.Select(r => r[0])), true, roles.Contains("staff") ? name : null));
        }
        foreach (var roles in (string[][])[["decide", "feed"], ["staff"]])
        {
            var name = "ended-" + roles[0];
            visitors.Add(new(name, await TokenAsync(name, roles), "", false));
            (await world.Staff1.DeleteAsync("/v1/tokens/" + name)).Is(204);
        }
        var waiting = (await world.Staff1.PostAsync("/v1/tokens", """{"name":"waiting","roles":["staff"]}""")).Is(201).Text("token");
        visitors.Add(new("a staff token that no second agreed to", world.With(waiting), "", false));
    }

    private async Task<Client> TokenAsync(string name, params string[] roles)
    {
        var list = string.Join(',', roles.Select(r => $"\"{r}\""));
        var made = (await world.Staff1.PostAsync("/v1/tokens", $$"""{"name":"{{name}}","roles":[{{list}}]}""")).Is(201);
        if (made.Text("act") is { } act) (await world.Staff2.PostAsync($"/v1/staff/acts/{act}/second", "{}")).Is(200);
        return world.With(made.Text("token"));
    }

    /// <summary>The path with ids in it, of things made anew, so that one visitor's act is not another's answer.</summary>
    private async Task<(string Path, string Digest)> PathAsync(string pattern, string whose, string number)
    {
        var isAccountLast = !pattern.Contains("{change}", StringComparison.Ordinal) && !pattern.Contains("{withdrawal}", StringComparison.Ordinal);
        var path = pattern.Replace("{id}", whose == "unknown" && isAccountLast ? "stranger" : "mine", StringComparison.Ordinal);
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
            var act = (await world.Staff2.PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{number.PadLeft(64, 'a')}}"}""")).Is(201);
            path = path.Replace("{act}", whose == "unknown" ? "a_unknown" : act.Text("act"), StringComparison.Ordinal);
        }
        if (pattern.Contains("{name}", StringComparison.Ordinal))
        {
            if (whose == "own") await TokenAsync("t-" + number, "feed");
            path = path.Replace("{name}", whose == "own" ? "t-" + number : "unknown", StringComparison.Ordinal);
        }
        return (path.Replace("/veto/{token}", whose == "own" ? veto : "/veto/unknown", StringComparison.Ordinal), digest);
    }
}
