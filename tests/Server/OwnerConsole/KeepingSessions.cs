using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.Passkeys;

namespace Holdfast.Server.Tests.OwnerConsole;

public sealed class KeepingSessions : IAsyncLifetime
{
    private readonly Authenticator ring = new();
    private World world = null!;

    public async ValueTask InitializeAsync() => world = await World.StartedAsync(change: o => o with { PasskeyOrigins = "https://console.example.com" });

    public async ValueTask DisposeAsync()
    {
        ring.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task Fifteen_minutes_without_an_act_end_it()
    {
        var visit = await Visit.ByLinkAsync(world, await world.OpenAsync(World.Bot));
        await world.AdvanceAsync("PT14M");
        (await visit.GetAsync("/console")).Is(200);
        await world.AdvanceAsync("PT14M");
        (await visit.GetAsync("/console/keys")).Is(200);
        await world.AdvanceAsync("PT15M1S");
        Assert.Equal("/console/sign-in", (await visit.GetAsync("/console")).Is(303).Headers["Location"]);
    }

    [Fact]
    public async Task An_open_page_that_looks_by_itself_keeps_nobody_signed_in()
    {
        var visit = await Visit.ByLinkAsync(world, await world.OpenAsync(World.Bot));
        for (var i = 0; i < 2; i++)
        {
            await world.AdvanceAsync("PT7M");
            (await visit.GetAsync("/console/live?version=0")).Is(200);
            (await visit.GetAsync("/console", ("X-Holdfast-Look", "1"))).Is(200);
        }
        await world.AdvanceAsync("PT2M");
        (await visit.GetAsync("/console/live?version=0")).Is(401);
        (await visit.GetAsync("/console", ("X-Holdfast-Look", "1"))).Is(303);
    }

    [Fact]
    public async Task Twelve_hours_end_it_however_busy_it_is()
    {
        var visit = await Visit.ByLinkAsync(world, await world.OpenAsync(World.Bot));
        for (var i = 0; i < 51; i++)
        {
            await world.AdvanceAsync("PT14M");
            (await visit.GetAsync("/console")).Is(200);
        }
        await world.AdvanceAsync("PT7M");
        (await visit.GetAsync("/console")).Is(303);
    }

    [Fact]
    public async Task A_restart_keeps_those_that_are_young()
    {
        var account = await world.OpenAsync(World.Bot);
        var old = await Visit.ByLinkAsync(world, account);
        await world.AdvanceAsync("PT14M");
        (await old.GetAsync("/console")).Is(200);
        await world.AdvanceAsync("PT2M");
        var fresh = await Visit.ByLinkAsync(world, account);
        await world.RestartAsync();
        (await fresh.GetAsync("/console")).Is(200);
        (await old.GetAsync("/console")).Is(303);
    }

    [Fact]
    public async Task Signing_out_ends_it_for_whoever_copied_the_cookie_too()
    {
        var visit = await Visit.ByLinkAsync(world, await world.OpenAsync(World.Bot));
        var copy = visit.Cookie;
        var gone = (await visit.ActAsync("/console/sign-out")).Is(303);
        Assert.Equal("\"cache\", \"storage\"", gone.Headers["Clear-Site-Data"]);
        Assert.Null(visit.Cookie);
        visit.Cookie = copy;
        (await visit.GetAsync("/console")).Is(303);
    }

    [Fact]
    public async Task They_are_listed_and_others_can_be_ended()
    {
        var account = await world.OpenAsync(World.Bot);
        var (here, there) = (await Visit.ByLinkAsync(world, account), await Visit.ByLinkAsync(world, account));
        var stranger = await Visit.ByLinkAsync(world, await world.OpenAsync(World.Bot));
        var page = (await here.GetAsync("/console/sign-ins")).Is(200).Body;
        Assert.Equal(2, page.Split("Firefox on Linux").Length - 1);
        Assert.Contains("this is here", page, StringComparison.Ordinal);
        (await here.ActAsync("/console/sessions/end")).Is(303);
        (await here.GetAsync("/console")).Is(200);
        (await there.GetAsync("/console")).Is(303);
        (await stranger.GetAsync("/console")).Is(200);
    }

    [Fact]
    public async Task Nobody_ends_the_sessions_of_another_owner()
    {
        var victim = await Visit.ByLinkAsync(world, await world.OpenAsync(World.Bot));
        var id = Visit.Found((await world.Platform.GetAsync("/v1/events?limit=1000")).Body, "\"id\":\"(?<it>s_[A-Za-z0-9_-]+)\"");
        Assert.NotEmpty(id);
        var other = await Visit.ByLinkAsync(world, await world.OpenAsync(World.Bot));
        (await other.ActAsync("/console/sessions/end", ("session", id))).Is(303);
        (await victim.GetAsync("/console")).Is(200);
    }

    [Fact]
    public async Task The_eleventh_ends_the_oldest()
    {
        var account = await world.OpenAsync(World.Bot);
        var visits = new List<Visit>();
        for (var i = 0; i < 11; i++)
        {
            visits.Add(await Visit.ByLinkAsync(world, account));
            await world.AdvanceAsync("PT1S");
        }
        (await visits[0].GetAsync("/console")).Is(303);
        foreach (var visit in visits.Skip(1)) (await visit.GetAsync("/console")).Is(200);
    }

    [Fact]
    public async Task They_end_with_the_factor_that_opened_them()
    {
        var account = await world.OpenAsync(World.Bot + """,{"op":"addFactor","factor":"phone","kind":"totp","label":"phone"}""");
        await world.AdvanceAsync("P3D");
        (await world.ApproveAsync(account, await new Registration(world, account).RegisterAsync(ring))).Is(200);
        await world.AdvanceAsync("P3D");
        var visit = new Visit(world);
        (await visit.SignInAsync(ring)).Is(303);
        var linked = await Visit.ByLinkAsync(world, account);
        (await world.AskAsync(account, """{"op":"removeFactor","factor":"ring"}""")).Is(201);
        (await visit.GetAsync("/console")).Is(303);
        (await linked.GetAsync("/console")).Is(200);
    }

    [Fact]
    public async Task All_end_when_factors_are_reset()
    {
        var account = await world.OpenAsync(World.Bot);
        var change = (await world.AskAsync(account, """{"op":"resetFactors"}""")).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("P4D");
        // one that was opened while it waited ends as well: it is asked on the state as of now
        var visit = await Visit.ByLinkAsync(world, account);
        (await visit.GetAsync("/console")).Is(200);
        var again = (await world.AskAsync(account, """{"op":"resetFactors"}""")).Is(201);
        (await world.ApproveAsync(account, again)).Is(200);
        var waits = (await world.GetChangeAsync(account, again)).Text("state");
        Assert.Equal("held", waits);
        for (var left = 4 * 24 * 60; left > 0; left -= 14)
        {
            await world.AdvanceAsync("PT14M");
            if ((await visit.GetAsync("/console")).Status == 303) break;
        }
        (await visit.GetAsync("/console")).Is(303);
    }
}
