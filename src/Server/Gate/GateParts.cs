using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Secrets;
using Holdfast.Signing.Claims;
using Holdfast.Storage;

namespace Holdfast.Server.Gate;

/// <summary>All that stands at the gate, put together.</summary>
internal sealed record GateParts(KeyRing Ring, KeyIndex Index, Gatekeeper Gatekeeper, TrustedProxies Proxies, RefusalBook Refusals) : IDisposable
{
    /// <summary>Requests that a generation of the replay window holds; 32 MiB for two.</summary>
    private const int Room = 1 << 19;

    /// <summary>After a start on another boot the last mark may be a minute old, and what was taken since then is not known.</summary>
    private static readonly TimeSpan OldestMark = TimeSpan.FromSeconds(61);

    public static GateParts Make(
        ServerOptions options, DataFolder folder, ILog log, OwnerBook owners, Installation installation, SecretSeal seal, InstallationClock clock)
    {
        var settings = GateSettings.Read(options, out var mistakes) ?? throw new ConfigurationException(mistakes);
        var index = KeyIndex.Open(Path.Combine(folder.Root, "keys.db"), log.Head);
        var ring = new KeyRing(log, owners, installation, seal, index);
        owners.Touched = ring.Touch;
        var freshness = Freshness.Default;
        var replays = new ReplayWindow(From(clock), Math.Max(freshness.LongestWindow, freshness.LongestToken) + freshness.MostAhead, Room);
        return new GateParts(
            ring, index, new Gatekeeper(ring, settings.Map, freshness, replays, clock), settings.Proxies, new RefusalBook(owners, clock));
    }

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Ring.RunAsync(stop), Refusals.RunAsync(stop));

    public void Dispose() => Index.Dispose();

    private static long From(InstallationClock clock)
    {
        var wall = clock.Wall();
        if (clock.IsFirst || clock.IsSameBoot) return wall.Milliseconds;
        var known = clock.Sure() + OldestMark;
        return Math.Max(wall.Milliseconds, known.Milliseconds);
    }
}
