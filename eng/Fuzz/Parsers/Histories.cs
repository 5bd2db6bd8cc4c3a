using System.Text;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Freezes;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Json;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Reading = Holdfast.Server.Reading.Bodies;

namespace Holdfast.Fuzz.Parsers;

/// <summary>Events and states as the core itself makes them, out of requests that mean something.</summary>
internal sealed class Histories
{
    private static readonly Instant Start = new(1_780_000_000_000);

    private readonly List<OwnerEvent> events = [];
    private OwnerState state = OwnerState.None;
    private Instant at = Start;

    private Histories(int seed) => Live(new Random(seed));

    public static string[] Events { get; } = [.. Of(40).SelectMany(h => h.events).Select(e => Encoding.UTF8.GetString(DomainJson.Write(e)))];

    public static string[] States { get; } = [.. Of(20).Select(h => Encoding.UTF8.GetString(DomainJson.Write(h.state)))];

    public static string[] InstallationEvents { get; } = [.. Installations().Select(e => Encoding.UTF8.GetString(InstallationJson.Write(e)))];

    private static IEnumerable<Histories> Of(int count) => Enumerable.Range(1, count).Select(seed => new Histories(seed));

    private void Live(Random random)
    {
        var changes = BodySeeds.Of("AskChange", "askChange");
        var withdrawals = BodySeeds.Of("AskWithdrawal", "askWithdrawal");
        var by = new By(ByKind.Owner, "alice", "s1");
        var open = Reading.OpenAccount(Encoding.UTF8.GetBytes(BodySeeds.Of("OpenAccount", "openAccount")[0])).Value!;
        Happen(new OwnerEvent.AccountOpened("alice", "alice", true));
        Happen(AskChange.Decide(state, new AskChange("alice", by, open.Edits, [], "c_0", "n", [], true), Policy.Default, at));
        for (var i = 1; i < 12; i++)
        {
            at += TimeSpan.FromHours(random.Next(1, 200));
            if (Reading.Change(Encoding.UTF8.GetBytes(changes[random.Next(changes.Length)])).Value is { } asked)
            {
                Happen(AskChange.Decide(state, new AskChange("alice", by, asked.Edits, asked.Signals, $"c_{i}", "n", [new SecretPart("factor/f", "c2VhbGVk")], false), Policy.Default, at));
                if (state.FindChange($"c_{i}") is { } change)
                    Happen(random.Next(4) > 0
                        ? ApproveChange.Decide(state, new ApproveChange(change.Id, change.Digest, new Consent(FactorKind.Platform, null, null, by), by), Policy.Default, at)
                        : VetoChange.Decide(state, new VetoChange(change.Id, by, random.Next(2) == 0), Policy.Default, at));
            }
            if (Reading.Withdrawal("alice", Encoding.UTF8.GetBytes(withdrawals[random.Next(withdrawals.Length)])).Value is { } withdrawal)
                Happen(RequestWithdrawal.Decide(state, new RequestWithdrawal(withdrawal.Request, withdrawal.Signals, null, random.Next(5) == 0), Policy.Default, at, at));
        }
        Happen(ObserveSignal.Decide(state, new ObserveSignal("alice", new Signal("inCall", at, "s1")), Policy.Default, at));
        Happen(FreezeAccount.Decide(state, new FreezeAccount("alice", "f_1", by, "a strange call", TimeSpan.FromDays(1), false), at));
        Happen(new OwnerEvent.Announced("alice", "a_1", "c_1", "changeApproved", [new Telling("email", "email", "a@example.com", "http://x/veto/y")], "Your account", ["words"]));
    }

    private void Happen(Outcome outcome)
    {
        if (outcome is Outcome.Records records) foreach (var @event in records.Events) Happen(@event);
    }

    private void Happen(OwnerEvent @event)
    {
        events.Add(@event);
        state = OwnerFold.Apply(state, @event, at);
    }

    private static IEnumerable<InstallationEvent> Installations()
    {
        string Hash(char c) => new(c, 64);
        var begin = new BeginInstallation(InstallationMode.Sandbox, Policy.Default, Hash('a'), Hash('b'), Hash('c'));
        var began = ((InstallationOutcome.Records)BeginInstallation.Decide(InstallationState.None, begin)).Events;
        return
        [
            .. began,
            new InstallationEvent.TokenIssued(new Token("reader", [TokenRole.Feed], Hash('d'), "staff-1")),
            new InstallationEvent.TokenEnded("reader", "staff-1"),
            new InstallationEvent.ActProposed("a_1", ActKind.Clock, Hash('e'), "staff-1", null),
            new InstallationEvent.ActSeconded("a_1", "staff-2"),
            new InstallationEvent.PolicyProposed(Policy.Default with { Allowance = 70 }, Hash('f'), ["allowance"]),
            new InstallationEvent.ClockVouched(Hash('e'), "staff-1", "staff-2"),
        ];
    }
}
