using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>A mail scanner opens every link before its reader does.</summary>
public sealed class LinkScannerVetoes(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Only_a_pressed_button_stops_anything()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1H");
        var head = await world.HeadAsync();
        var path = (await world.LettersAsync()).Last(l => l.To == $"<{account}@example.com>" && l.Link is not null).LinkPath;
        for (var i = 0; i < 3; i++) (await world.Nobody.GetAsync(path, ("Purpose", "prefetch"))).Is(200);
        (await world.Nobody.GetAsync(path + "?which=all&confirm=true")).Is(200);
        foreach (var method in (string[])["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
            (await world.Nobody.SendAsync(new HttpMethod(method), path, null)).Is(405);
        (await world.Nobody.SendAsync(HttpMethod.Post, path, null)).Is(200);
        (await world.Nobody.SendAsync(HttpMethod.Post, path, Client.Json("{}"u8.ToArray()))).Is(200);
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
        Assert.Equal(head, await world.HeadAsync());
        (await world.Nobody.PostFormAsync(path, ("which", "this"))).Is(200);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change)).Text("state"));
    }
}
