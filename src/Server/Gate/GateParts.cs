using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Secrets;
using Holdfast.Signing.Claims;
using Holdfast.Storage;

namespace Holdfast.Server.Gate;

/// <summary>All that stands at the gate, put together.</summary>
internal sealed record GateParts(KeyRing Ring, KeyIndex Index, Gatekeeper Gatekeeper, TrustedProxies Proxies, RefusalBook Refusals, SignedMark Mark) : IDisposable
{
    /// <summary>Requests that a generation of the replay window holds; 32 MiB for two.</summary>
    private const int Room = 1 << 19;

    public static GateParts Make(
        ServerOptions options, DataFolder folder, ILog log, OwnerBook owners, Installation installation, SecretSeal seal, InstallationClock clock)
    {
        var settings = GateSettings.Read(options, out var mistakes) ?? throw new ConfigurationException(mistakes);
        var index = KeyIndex.Open(Path.Combine(folder.Root, "keys.db"), log.Head);
        var ring = new KeyRing(log, owners, installation, seal, index);
        owners.Touched = ring.Touch;
        var freshness = Freshness.Default;
        var replays = new ReplayWindow(SignedMark.From(log, clock), Math.Max(freshness.LongestWindow, freshness.LongestToken) + freshness.MostAhead, Room);
        return new GateParts(
            ring, index, new Gatekeeper(ring, settings.Map, freshness, replays, clock), settings.Proxies, new RefusalBook(owners, clock),
            new SignedMark(log, clock, replays));
    }

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Ring.RunAsync(stop), Refusals.RunAsync(stop), Mark.RunAsync(stop));

    public void Dispose() => Index.Dispose();
}
