using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>Importing makes power that is old at once: the one way that an insider would like to have for himself.</summary>
public sealed class MovingInWithPower : IAsyncLifetime
{
    private RunningServer server = null!;

    private static string Mine => ImportFile.Line("mule", (World.Bot, Old), (World.Place(World.TronOther), Old));

    private static DateTimeOffset Old => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async ValueTask InitializeAsync() => server = await RunningServer.SandboxAsync();

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task One_member_of_staff_alone_makes_nothing_old()
    {
        var act = (await ImportFile.ProposeAsync(server.Staff1, Mine)).Is(201);
        (await server.Staff1.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(403);
        (await ImportFile.SendAsync(server.Staff1, Mine)).Is(403, "importNotAgreed");
        await NobodyAsync();
    }

    [Fact]
    public async Task A_line_that_is_slipped_in_after_the_second_looked_spoils_the_file()
    {
        var agreed = ImportFile.Line("honest");
        await ImportFile.AgreeAsync(server, agreed);
        foreach (var file in new[] { agreed + "\n" + Mine, agreed + "\n", " " + agreed, Mine })
            (await ImportFile.SendAsync(server.Staff1, file)).Is(403, "importNotAgreed");
        (await server.Platform.GetAsync("/v1/accounts/honest")).Is(404);
        await NobodyAsync();
    }

    [Fact]
    public async Task The_platforms_own_token_moves_nobody_in()
    {
        await ImportFile.AgreeAsync(server, Mine);
        foreach (var client in new[] { server.Platform, server.Nobody }) Assert.Contains((await ImportFile.SendAsync(client, Mine)).Status, new[] { 401, 403 });
        await NobodyAsync();
    }

    [Fact]
    public async Task An_owner_who_is_there_gets_nothing_old_by_a_file()
    {
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice"))).Is(201);
        var places = World.Place(World.TronOther);
        string[] lines =
        [
            ImportFile.Line("alice", (places, Old)),
            $$"""{"id":"second","owner":"alice","holds":[{"since":"2020-01-01T00:00:00Z","edit":{{places}}}]}""",
            $$"""{"id":"alice","owner":"mule","holds":[{"since":"2020-01-01T00:00:00Z","edit":{{places}}}]}""",
        ];
        var file = string.Join('\n', lines);
        await ImportFile.AgreeAsync(server, file);
        Assert.Equal(3, (int)(await ImportFile.SendAsync(server.Staff2, file)).Is(200)["wrong"]!);
        Assert.Empty((await server.Platform.GetAsync("/v1/accounts/alice")).Is(200)["destinations"]!.AsArray());
        await NobodyAsync();
    }

    [Fact]
    public async Task What_was_taken_away_does_not_come_back_by_sending_the_file_again()
    {
        await ImportFile.AgreeAsync(server, Mine);
        (await ImportFile.SendAsync(server.Staff1, Mine)).Is(200);
        (await server.Platform.PostAsync("/v1/accounts/mule/changes",
            $$"""{"by":{{World.Owner("mule")}},"edits":[{"op":"removeDestination","asset":"USDT","network":"TRON","address":"{{World.TronOther}}","tag":null}]}""")).Is(201);
        Assert.Equal(1, (int)(await ImportFile.SendAsync(server.Staff1, Mine)).Is(200)["already"]!);
        Assert.Empty((await server.Platform.GetAsync("/v1/accounts/mule")).Is(200)["destinations"]!.AsArray());
    }

    [Fact]
    public async Task After_30_days_nobody_moves_in_whatever_was_agreed()
    {
        await ImportFile.AgreeAsync(server, Mine);
        await server.AdvanceAsync("P30DT1S");
        (await ImportFile.SendAsync(server.Staff1, Mine)).Is(409, "importClosed");
        (await ImportFile.ProposeAsync(server.Staff1, Mine + "\n")).Is(409, "importClosed");
        await server.RestartAsync();
        (await ImportFile.SendAsync(server.Staff1, Mine)).Is(409, "importClosed");
        await NobodyAsync();
    }

    private async Task NobodyAsync() => (await server.Platform.GetAsync("/v1/accounts/mule")).Is(404);
}
