using System.Text;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>Somebody chooses the host of the request that makes a letter.</summary>
public sealed class HostHeaderInVetoLink
{
    [Fact]
    public async Task Does_not_reach_the_link()
    {
        await using var world = await World.StartedAsync(change: o => o with { PublicUrl = "https://holdfast.example.com" });
        var evil = ((string, string)[])[("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example")];
        (await world.Platform.SendAsync(HttpMethod.Post, "/v1/accounts",
            Client.Json(Encoding.UTF8.GetBytes(World.Opening("alice", World.Bot))), [.. evil, ("Idempotency-Key", "k")])).Is(201);
        await world.AdvanceAsync("PT1S");
        var letters = await world.LettersAsync(atLeast: 1);
        Assert.All(letters.Where(l => l.Link is not null), l => Assert.StartsWith("https://holdfast.example.com/veto/", l.Link, StringComparison.Ordinal));
        Assert.Contains(letters, l => l.Link is not null);
        Assert.All(letters, l => Assert.DoesNotContain("evil", l.Head + l.Text, StringComparison.Ordinal));
        var page = await world.Nobody.GetAsync(letters.First(l => l.Link is not null).LinkPath, evil);
        Assert.DoesNotContain("evil", page.Body + string.Join(' ', page.Headers.Values), StringComparison.Ordinal);
        var feed = await world.Platform.GetAsync("/v1/events?limit=1000", evil);
        Assert.DoesNotContain("evil", feed.Body, StringComparison.Ordinal);
    }
}
