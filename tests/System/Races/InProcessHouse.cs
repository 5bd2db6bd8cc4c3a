using Holdfast.Domain.Factors;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Json;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Server.Accounts;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Permits;
using Holdfast.Server.Secrets;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Withdrawals;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.System.Tests.Races;

/// <summary>
/// The server's own parts on a real SQLite log, without a socket: a command goes through door, body, idempotency row,
/// decision and record as it does over HTTP. The clock is moved by hand, so that a race meets the very instant.
/// </summary>
internal sealed class InProcessHouse : House
{
    private const string Token = "a platform token for races that nobody else has";

    private readonly SqliteLog log;
    private readonly InstallationClock clock;
    private readonly List<Node> nodes = [];

    private InProcessHouse(int howMany, Func<ILog, ILog>? faulty, Ceremonies? ceremonies)
    {
        Nodes = howMany;
        log = SqliteLog.Open(Folder, new SqliteLogOptions { FlushEvery = 50_000 });
        clock = new InstallationClock(new StoppedTime(), () => new BootClock("", TimeSpan.Zero), null);
        var folder = new DataFolder(Folder);
        var seen = faulty is null ? log : faulty(log);
        var begin = new BeginInstallation(
            InstallationMode.Sandbox, Policy.Default, Installation.HashOf(Token), Installation.HashOf("1"), Installation.HashOf("2"));
        var installation = new Installation(log, clock);
        installation.RunAsync(
            (state, _) => BeginInstallation.Decide(state, begin), (_, _) => new Answered(200, default), null).AsTask().Wait();
        for (var i = 0; i < howMany; i++) nodes.Add(new Node(seen, clock, installation, folder, ceremonies));
    }

    /// <param name="nodes">More than one: each with a cache and gates of its own, so that only the log is between them.</param>
    /// <param name="faulty">Puts a planted bug between the server and its log.</param>
    /// <param name="ceremonies">With a planted bug.</param>
    public static InProcessHouse Open(int nodes = 1, Func<ILog, ILog>? faulty = null, Ceremonies? ceremonies = null) => new(nodes, faulty, ceremonies);

    public OwnerBook Owners => nodes[0].Owners;

    public override Task<Reply> PostAsync(string path, string body, string key, int node) =>
        nodes[node % Nodes].Endpoints.PostAsync(path, body, key, Token);

    public override Task AdvanceAsync(TimeSpan by)
    {
        clock.Advance(by);
        return Task.CompletedTask;
    }

    public override async Task TellAsync(string account)
    {
        var node = nodes[0];
        var state = node.Owners.ReadOwner(node.Owners.OwnerOf(account)!).State;
        foreach (var change in state.Changes)
            if (change is { Waits: true, ToldAt: null, AwaitsApproval: false })
                await node.Messenger.Dispatcher.TakeAsync(state.Owner, change.Id, null);
    }

    public override Task<string> CodeAsync(string secret) => Task.FromResult(Authenticator.Of(secret, clock.Wall()));

    public override Task<ILog> EndAsync() => Task.FromResult<ILog>(log);

    public override byte[]? StateOf(string owner, Func<Instant, byte[]> fold, out byte[] folded)
    {
        var moment = nodes[0].Owners.ReadOwner(owner);
        folded = fold(moment.At);
        return DomainJson.Write(moment.State);
    }

    public override async ValueTask DisposeAsync()
    {
        await log.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>A server over the shared log: its own cache of owners, its own gates.</summary>
    private sealed class Node
    {
        public Node(ILog log, InstallationClock clock, Installation installation, DataFolder folder, Ceremonies? ceremonies)
        {
            var api = new Api(installation, log, new RequestTally(), NullLogger<Api>.Instance);
            Owners = new OwnerBook(log, clock, installation, new DecisionWatch(new Trail()));
            var seal = new SecretSeal(folder.Key("secrets"));
            var passkeys = new OwnerPasskeys(new RelyingParty(PasskeyBurst.Domain, new HashSet<string> { PasskeyBurst.Origin }), new byte[32]);
            var codes = new Codes(seal, passkeys);
            var permits = new PermitSigner(folder.SigningKey("permit"), "http://races.example", "sandbox", log);
            Messenger = Messenger.Make(
                new ServerOptions { Sandbox = true }, folder, log, Owners, clock, seal, () => "http://races.example", new Trail(),
                NullLoggerFactory.Instance);
            new AccountEndpoints(api, Owners, clock, seal).Map(Endpoints);
            var changes = new ChangeEndpoints(api, Owners, clock, seal, codes);
            changes.Map(Endpoints);
            new PasskeyEndpoints(api, Owners, changes, passkeys, clock) { Ceremonies = ceremonies ?? new() }.Map(Endpoints);
            new WithdrawalEndpoints(api, Owners, clock, permits, codes).Map(Endpoints);
        }

        public OwnerBook Owners { get; }

        public Messenger Messenger { get; }

        public DirectEndpoints Endpoints { get; } = new();
    }

    /// <summary>Stands still; only <see cref="AdvanceAsync"/> moves the clock.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Start;

        public override long GetTimestamp() => 0;
    }
}

/// <summary>Codes as an authenticator app makes them.</summary>
internal static class Authenticator
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Of(string secret, Instant at) => Totp.Code(Read(secret), at.Milliseconds / 1000 / Totp.StepSeconds);

    private static byte[] Read(string base32)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var c in base32)
        {
            (buffer, bits) = (((buffer << 5) | Alphabet.IndexOf(c, StringComparison.Ordinal)) & 0xFFF, bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)((buffer >> bits) & 0xFF));
        }
        return [.. bytes];
    }
}
