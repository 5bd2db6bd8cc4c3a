using Holdfast.Server.Clocks;
using Holdfast.Server.Gate.Activity;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Secrets;
using Holdfast.Signing.Claims;
using Holdfast.Storage;

namespace Holdfast.Server.Gate;

/// <summary>All that stands at the gate, put together.</summary>
internal sealed record GateParts(KeyRing Ring, KeyIndex Index, Gatekeeper Gatekeeper, TrustedProxies Proxies, RefusalBook Refusals, SignedMark Mark,
    ActivityBook Activity, ActivityStore Store, Networks Networks) : IDisposable
{
    /// <summary>
    /// What is remembered of requests: 87,000 a second of those that are good for the default window, 17,000 of those for the longest,
    /// 2,000 tokens. 36 bytes each, twice, as far as they come.
    /// </summary>
    private static Remembered[] Room(Freshness freshness) =>
    [
        new(freshness.DefaultWindow + freshness.MostAhead, 1 << 19), new(freshness.LongestWindow + freshness.MostAhead, 1 << 20),
        new(freshness.LongestToken + freshness.MostAhead, 1 << 18),
    ];

    public static GateParts Make(
        ServerOptions options, DataFolder folder, ILog log, OwnerBook owners, Installation installation, SecretSeal seal, InstallationClock clock)
    {
        var settings = GateSettings.Read(options, out var mistakes) ?? throw new ConfigurationException(mistakes);
        var index = KeyIndex.Open(Path.Combine(folder.Root, "keys.db"), log.Head);
        var store = ActivityStore.Open(Path.Combine(folder.Root, "activity.db"));
        var activity = new ActivityBook(owners, store, settings.Networks);
        var ring = new KeyRing(log, owners, installation, seal, index, activity);
        owners.Touched = ring.Touch;
        var freshness = Freshness.Default;
        var replays = new ReplayWindow(SignedMark.From(log, clock), Room(freshness));
        return new GateParts(
            ring, index, new Gatekeeper(ring, settings.Map, freshness, replays, activity, clock), settings.Proxies, new RefusalBook(owners, clock),
            new SignedMark(log, clock, replays), activity, store, settings.Networks);
    }

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Ring.RunAsync(stop), Refusals.RunAsync(stop), Mark.RunAsync(stop), Activity.RunAsync(stop), Networks.RunAsync(stop));

    public void Dispose()
    {
        Index.Dispose();
        Activity.Dispose();
        Store.Dispose();
    }
}
