using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Server.Clocks;
using Holdfast.Server.Gate;
using Holdfast.Server.Gate.Activity;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;

namespace Holdfast.Bench;

/// <summary>
/// One full authorization in process (find the scheme, read, find the key among all, judge its time, verify the HMAC, map the path,
/// judge permission, credential and source, count) against `HMACSHA256.HashData` of the same bytes; alternately, in one run.
/// </summary>
internal static class AuthorizeBench
{
    private const int Used = 4096, Rounds = 9, Calls = 40_000;

    public static Task RunAsync(string[] args)
    {
        var keys = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000_000;
        var (ratio, nanoseconds, hmac, bytes, perKey) = Measure(keys);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"authorize: ratio {ratio:0.00} (aim 1.5) = {nanoseconds:0} ns with {keys:N0} keys ÷ {hmac:0} ns for HMACSHA256.HashData of the same bytes; {bytes:0.0} bytes each (aim 0); {perKey:N0} bytes a key in memory"));
        return Task.CompletedTask;
    }

    public static Task RunScaleAsync(string[] args)
    {
        var (small, large) = (Measure(10_000), Measure(5_000_000));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"authorize-scale: ratio {large.Nanoseconds / small.Nanoseconds:0.00} (aim 1.5) = {large.Nanoseconds:0} ns with 5,000,000 keys ÷ {small.Nanoseconds:0} ns with 10,000"));
        return Task.CompletedTask;
    }

    private static (double Ratio, double Nanoseconds, double Hmac, double Bytes, double PerKey) Measure(int keys)
    {
        var clock = new InstallationClock(TimeProvider.System, () => new BootClock("b", TimeSpan.Zero), null);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var ring = new FixedRing(keys, clock.Sure());
        var perKey = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)keys;
        var map = PermissionMap.Read([("binance", PermissionMap.Preset("binance"))], [])!;
        // the window is longer than a run, so that requests can be made beforehand
        var gate = new Gatekeeper(ring, map, new Freshness(LongestWindow: 600_000), new ReplayWindow(0, new Remembered(700_000, 1 << 20)) { UpTo = long.MaxValue },
            new ActivityBook(null!, null!, Networks.Read(null, [])!), clock);
        var requests = Enumerable.Range(0, Used).Select(i => ring.Request((int)((long)i * 7919 * 127 % keys), clock.Wall())).ToArray();
        var messages = Array.ConvertAll(requests, r => r.Target[(r.Target.IndexOf((byte)'?') + 1)..r.Target.LastIndexOf("&signature="u8)].ToArray());
        var ip = Ip.TryParse("198.51.100.9", out var read) ? read : throw new FormatException("no address");
        foreach (var request in requests)
            if (gate.Authorize(request.Request, ip) is not { Status: 200 } no) throw new InvalidOperationException(gate.Authorize(request.Request, ip).Code);
        var secret = new byte[43];
        var (authorized, hashed) = (new List<double>(), new List<double>());
        var allocated = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var heap = GC.GetAllocatedBytesForCurrentThread();
            authorized.Add(Time(i => gate.Authorize(requests[i % Used].Request, ip)));
            allocated += GC.GetAllocatedBytesForCurrentThread() - heap;
            hashed.Add(Time(i => Hash(secret, messages[i % Used])));
        }
        var (a, h) = (authorized.Order().ElementAt(Rounds / 2), hashed.Order().ElementAt(Rounds / 2));
        return (a / h, a, h, allocated / (double)(Rounds * Calls), perKey);
    }

    private static void Hash(byte[] secret, byte[] message)
    {
        Span<byte> tag = stackalloc byte[32];
        HMACSHA256.HashData(secret, message, tag);
    }

    private static double Time(Action<int> call)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++) call(i);
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / Calls;
    }

    /// <summary>Keys that are all in the ring, each of an owner of its own.</summary>
    private sealed class FixedRing : IKeys
    {
        private readonly KeyTable keys = new();
        private readonly byte[] secret = Encoding.ASCII.GetBytes(SharedCredential.Text("binance", SHA256.HashData("a secret"u8)));

        public FixedRing(int count, Instant at)
        {
            var (state, account, key) = Shape(at);
            for (var i = 0; i < count; i++)
            {
                var power = KeyPower.Of(state, account, key, Policy.Default, at);
                var known = new GateKey(NameOf(i), account.Id, new OwnerStamp(account.Id));
                known.Keep(new Standing(0, 0, Instant.Never, power, [new GateCredential("c1", "binance", new SharedSecret(secret))], []));
                keys.Add(known);
            }
        }

        public GateKey? Find(ReadOnlySpan<byte> id) => keys.Find(id);

        public Standing StandingOf(GateKey key, Instant now) => key.At(now, 0)!;

        public RequestBuffer Request(int number, Instant now)
        {
            var draft = new RequestBuffer().SetMethod("GET"u8).SetTarget("/api/v3/account?recvWindow=600000"u8).SetHost("api.example"u8);
            Catalog.Named("binance")!.Sign(draft, NameOf(number), SigningKey.OfSecret(secret), new Stamp(now.Milliseconds, 0, ""));
            return draft.AddHeader("Accept", "*/*").AddHeader("User-Agent", "python-requests/2.31.0").AddHeader("Accept-Encoding", "gzip, deflate");
        }

        private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju{number:d8}");

        private static (OwnerState State, Account Account, ApiKey Key) Shape(Instant now)
        {
            var at = now - TimeSpan.FromDays(60);
            var state = OwnerFold.Apply(OwnerState.None, new OwnerEvent.AccountOpened("alice", "alice", true), at);
            Edit[] opening =
            [
                new Edit.AddChannel("email", ChannelKind.Email, "alice@example.com"),
                new Edit.AddKey("k", "bot", [Permissions.Read, Permissions.Trade], [Shapes.Cidr("198.51.100.0/24")], null, new CredentialKind.Shared("binance")),
            ];
            if (AskChange.Decide(state, new AskChange("alice", new By(ByKind.Owner, "alice"), opening, [], "c_0", "n", [], true), Policy.Default, at) is Outcome.Records asked)
                state = OwnerFold.ApplyAll(state, asked.Events, at);
            if (TellChange.Decide(state, new TellChange("c_0", "email")) is Outcome.Records told) state = OwnerFold.ApplyAll(state, told.Events, at);
            state = Maturing.At(state, now);
            return (state, state.Accounts[0], state.Accounts[0].Keys[0]);
        }
    }
}
