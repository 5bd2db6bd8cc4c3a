using System.Buffers.Text;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Tests.Harness;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Server.Tests.Passkeys;

/// <summary>A passkey leads to one owner, for good: who signs in with it can be nobody else.</summary>
public sealed class BelongingToOneOwner : IAsyncLifetime
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
    public async Task Somebody_else_cannot_register_it_even_once_it_was_vetoed()
    {
        var (account, other) = (await world.OpenAsync(), await world.OpenAsync());
        var asked = (await new Registration(world, account).RegisterAsync(ring)).Is(201);
        (await new Registration(world, other).RegisterAsync(ring)).Is(409, "passkeyKnown");
        (await world.VetoAsync(account, asked)).Is(200);
        (await new Registration(world, other).RegisterAsync(ring)).Is(409, "passkeyKnown");
        (await new Registration(world, account).RegisterAsync(ring)).Is(409, "passkeyKnown");
    }

    [Fact]
    public async Task What_was_refused_leaves_it_free()
    {
        var (account, other) = (await world.OpenAsync("""{"op":"addFactor","factor":"phone","kind":"totp","label":"phone"}"""), await world.OpenAsync());
        (await new Registration(world, account).RegisterAsync(ring, "phone")).Is(409, "factorExists");
        (await new Registration(world, other).RegisterAsync(ring)).Is(201);
    }

    [Fact]
    public async Task A_registration_that_was_refused_may_be_tried_again()
    {
        var registration = new Registration(world, await world.OpenAsync());
        var begun = (await registration.BeginAsync()).Is(201);
        using var spoilt = new Authenticator { Origin = "https://evil.example" };
        (await registration.FinishAsync(begun, spoilt.Create(begun["options"]!))).Is(403, "passkeyRefused");
        (await registration.FinishAsync(begun, ring.Create(begun["options"]!))).Is(201);
        (await registration.FinishAsync(begun, ring.Create(begun["options"]!))).Is(404, "ceremonyUnknown");
    }

    [Fact]
    public async Task It_leads_to_the_event_that_registered_it_after_a_start_too()
    {
        var account = await world.OpenAsync(owner: World.Name("owner"));
        (await new Registration(world, account).RegisterAsync(ring)).Is(201);
        await world.StopAsync();
        await using var log = SqliteLog.Open(world.Data);
        var position = log.Find(PasskeyKeys.Credential(Base64Url.EncodeToString(ring.Id)));
        var stored = log.ReadAt(position!.Value)!;
        Assert.Equal(("changeAsked", account), (stored.Type, stored.Account));
    }
}
