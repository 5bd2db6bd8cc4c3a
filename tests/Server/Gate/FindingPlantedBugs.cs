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

namespace Holdfast.Server.Tests.Gate;

/// <summary>
/// G45 for the gate: one list of what a gate must refuse and must let through, that the gate passes and that each planted bug fails.
/// </summary>
public sealed class FindingPlantedBugs
{
    private static readonly byte[] Own = Encoding.ASCII.GetBytes("the secret of alice, long enough"), Other = Encoding.ASCII.GetBytes("the secret of mallory, as long as");

    public static TheoryData<string> Bugs =>
    [
        "keeps what a key could do before it was suspended", "verifies with whoever's secret", "maps what nobody mapped to read", "trusts what a client says of its address",
        "forgets what it took", "knows no end of a window", "takes the permission of another key", "lets an ended credential sign",
    ];

    [Fact]
    public void The_gate_has_none() => Assert.Empty(Wrong(""));

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Is_found(string bug) => Assert.NotEmpty(Wrong(bug));

    private static List<string> Wrong(string bug)
    {
        var house = new House(bug);
        var wrong = new List<string>();
        Check("a read that is signed", 200, house.Ask("GET", "/api/v3/account"));
        Check("an order that is signed", 200, house.Ask("POST", "/api/v3/order?symbol=A"));
        Check("an order that comes again", 403, house.Again());
        Check("a secret of another", 401, house.Ask("GET", "/api/v3/account", Other));
        Check("another address", 403, house.Ask("GET", "/api/v3/account", ip: "203.0.113.9"));
        Check("a permission that it does not have", 403, house.Ask("POST", "/sapi/v1/asset/transfer?asset=A"));
        Check("a path that nobody mapped", 403, house.Ask("GET", "/api/v3/something"));
        Check("an old request", 401, house.Ask("POST", "/api/v3/order?symbol=B", signedAgo: 70_000));
        Check("a window of an hour", 401, house.Ask("POST", "/api/v3/order?symbol=C&recvWindow=3600000", signedAgo: 600_000));
        Check("a credential that ended", 401, house.Ask("GET", "/api/v3/account", House.Ended));
        house.Suspend();
        Check("a key that is suspended", 403, house.Ask("GET", "/api/v3/account"));
        return wrong;

        void Check(string what, int expected, int status)
        {
            if (status != expected) wrong.Add($"{what}: {status}");
        }
    }

    /// <summary>Alice with a key that reads and trades, and Mallory with one that may transfer, behind one gate.</summary>
    private sealed class House : IKeys
    {
        public static readonly byte[] Ended = Encoding.ASCII.GetBytes("the secret that alice had before");

        private readonly string bug;
        private readonly KeyTable table = new();
        private readonly Gatekeeper gate;
        private readonly InstallationClock clock = new(TimeProvider.System, () => new BootClock("b", TimeSpan.Zero), null);
        private OwnerState alice, mallory;
        private RequestBuffer last = new();

        public House(string bug)
        {
            this.bug = bug;
            (alice, mallory) = (Owner("alice", "read", "trade"), Owner("mallory", "read", "trade", "transfer"));
            foreach (var name in (string[])["alice", "mallory"]) table.Add(new GateKey("key-" + name, name, new OwnerStamp(name)));
            var lines = PermissionMap.Preset("binance") + (bug == "maps what nobody mapped to read" ? "\nGET /api/v3/* read" : "");
            var freshness = bug == "knows no end of a window" ? new Freshness(LongestWindow: long.MaxValue / 4) : Freshness.Default;
            gate = new Gatekeeper(
                this, PermissionMap.Read([("binance", lines)], [])!, freshness,
                new ReplayWindow(0, new Remembered(bug == "forgets what it took" ? 0 : freshness.LongestWindow + 2_000, 1 << 12)) { UpTo = long.MaxValue },
                new ActivityBook(null!, null!, Networks.Read(null, [])!), clock);
        }

        public GateKey? Find(ReadOnlySpan<byte> id) => table.Find(id);

        public Standing StandingOf(GateKey key, Instant now)
        {
            if (bug == "keeps what a key could do before it was suspended" && key.Last is { } stale) return stale;
            if (key.At(now, 0) is { } known) return known;
            var state = key.Account == "alice" ? alice : mallory;
            var account = state.Accounts[0];
            var powerful = bug == "takes the permission of another key" ? mallory : state;
            GateCredential[] credentials = [new("c1", "binance", new SharedSecret(key.Account == "alice" ? Own : Other))];
            if (bug == "verifies with whoever's secret") credentials = [.. credentials, new("c1", "binance", new SharedSecret(Other))];
            if (bug == "lets an ended credential sign") credentials = [.. credentials, new("c1", "binance", new SharedSecret(Ended))];
            var fresh = new Standing(
                key.Owner.Value, 0, Instant.Never, KeyPower.Of(powerful, powerful.Accounts[0], powerful.Accounts[0].Keys[0], Policy.Default, now), credentials,
                [new("c0", "binance", new SharedSecret(Ended))]);
            key.Keep(fresh);
            return account.Keys.Length > 0 ? fresh : throw new InvalidOperationException("no key");
        }

        public int Ask(string method, string target, byte[]? secret = null, string ip = "198.51.100.9", long signedAgo = 0)
        {
            last = new RequestBuffer().SetMethod(Encoding.ASCII.GetBytes(method)).SetTarget(Encoding.ASCII.GetBytes(target)).SetHost("api.example"u8);
            Catalog.Named("binance")!.Sign(last, "key-alice", SigningKey.OfSecret(secret ?? Own), new Stamp(clock.Wall().Milliseconds - signedAgo, 0, ""));
            return Send(bug == "trusts what a client says of its address" ? "198.51.100.9" : ip);
        }

        public int Again() => Send("198.51.100.9");

        public void Suspend()
        {
            alice = Asked(alice, new Edit.SuspendKey("key-alice"));
            table.Find("key-alice"u8)!.Owner.Move();
        }

        private int Send(string ip) => gate.Authorize(last.Request, Ip.TryParse(ip, out var read) ? read : throw new FormatException(ip)).Status;

        private OwnerState Owner(string name, params string[] permissions)
        {
            var state = OwnerFold.Apply(OwnerState.None, new OwnerEvent.AccountOpened(name, name, true), Then);
            state = Asked(
                state, new Edit.AddChannel("email", ChannelKind.Email, name + "@example.com"),
                new Edit.AddKey("key-" + name, "bot", permissions, [Source.TryParse("198.51.100.0/24", out var s) ? s : default], null, new CredentialKind.Shared("binance")));
            if (TellChange.Decide(state, new TellChange("c_1", "email")) is Outcome.Records told) state = OwnerFold.ApplyAll(state, told.Events, Then);
            return Maturing.At(state, clock.Sure());
        }

        private Instant Then => clock.Sure() - TimeSpan.FromDays(60);

        private OwnerState Asked(OwnerState state, params Edit[] edits)
        {
            var at = Instant.Max(state.At, state.Accounts[0].Keys.Length == 0 ? Then : clock.Sure());
            var ask = new AskChange(state.Owner, new By(ByKind.Owner, state.Owner), edits, [], state.Changes.Length == 0 ? "c_1" : "c_2", "n", [], state.Accounts[0].Keys.Length == 0);
            return AskChange.Decide(state, ask, Policy.Default, at) is Outcome.Records records
                ? OwnerFold.ApplyAll(state, records.Events, at) : throw new InvalidOperationException("not asked");
        }
    }
}
