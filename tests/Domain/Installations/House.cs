using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Tests.Installations;

/// <summary>An installation under test: what was decided is folded, through the stored form, at a time moved by hand.</summary>
internal sealed class House
{
    public const string Staff1 = "staff-1", Staff2 = "staff-2";

    private int _acts;

    public House(Policy? policy = null, InstallationMode mode = InstallationMode.Production) => Does(BeginInstallation.Decide(
        State, new BeginInstallation(mode, policy ?? new Policy(), Hash('a'), Hash('b'), Hash('c'))));

    public Instant Now { get; private set; } = new(1_750_000_000_000);

    public InstallationState Recorded { get; private set; } = InstallationState.None;

    public InstallationState State => Recorded.AsOf(Now);

    public static string Hash(char digit) => new(digit, 64);

    public static Policy Holding(Element element, int hours, Policy? policy = null) => (policy ?? new Policy()) with
    {
        Holds = [.. (policy ?? new Policy()).Holds.Select((h, i) => i == (int)element ? TimeSpan.FromHours(hours) : h)],
    };

    public House Waits(TimeSpan span)
    {
        Now += span;
        return this;
    }

    /// <summary>Folds what was recorded, each event and state once through its bytes.</summary>
    public InstallationEvent[] Does(InstallationOutcome outcome)
    {
        var events = Assert.IsType<InstallationOutcome.Records>(outcome).Events;
        foreach (var e in events)
        {
            var stored = InstallationJson.ReadEvent(InstallationJson.Write(e));
            Assert.Equal(InstallationJson.Write(e), InstallationJson.Write(stored));
            Recorded = InstallationFold.Apply(Recorded, stored, Now);
            var bytes = InstallationJson.Write(Recorded);
            Recorded = InstallationJson.ReadState(bytes);
            Assert.Equal(bytes, InstallationJson.Write(Recorded));
        }
        return events;
    }

    public static string Refused(InstallationOutcome outcome) =>
        Assert.Single(Assert.IsType<InstallationOutcome.Refused>(outcome).Refusals).Code;

    public static string? NothingBy(InstallationOutcome outcome) => Assert.IsType<InstallationOutcome.Nothing>(outcome).Act;

    public InstallationOutcome Propose(Policy policy) => ProposePolicy.Decide(Recorded, new ProposePolicy(policy), Now);

    public InstallationOutcome Ask(ActKind kind, string digest, string by, string? act = null) =>
        ProposeAct.Decide(Recorded, new ProposeAct(act ?? $"act-{++_acts}", kind, digest, by), Now);

    public InstallationOutcome Second(string act, string by) => SecondAct.Decide(Recorded, new SecondAct(act, by), Now);

    public InstallationOutcome Issue(string name, TokenRole[] roles, char hash, string by) =>
        IssueToken.Decide(Recorded, new IssueToken(name, roles, Hash(hash), by, $"act-{++_acts}"), Now);

    public InstallationOutcome End(string name, string by) => EndToken.Decide(Recorded, new EndToken(name, by), Now);

    public string Asked(ActKind kind, string digest, string by) =>
        Assert.IsType<InstallationEvent.ActProposed>(Assert.Single(Does(Ask(kind, digest, by)))).Act;

    /// <summary>Both staff members agree on what is pending.</summary>
    public House Agrees()
    {
        Does(Second(Asked(ActKind.Policy, State.Pending!.Digest, Staff1), Staff2));
        return this;
    }

    public House HiresStaff(string name, char hash)
    {
        var act = Assert.IsType<InstallationEvent.ActProposed>(
            Assert.Single(Does(Issue(name, [TokenRole.Staff], hash, Staff1)))).Act;
        Does(Second(act, Staff2));
        return Waits(TimeSpan.FromHours(48) + TimeSpan.FromMilliseconds(1));
    }
}
