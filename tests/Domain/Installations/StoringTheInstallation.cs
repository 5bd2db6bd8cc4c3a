using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Official;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Reports;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Tests.Installations;

public sealed class StoringTheInstallation
{
    private static readonly Instant At = new(1_750_000_000_000);

    private static readonly Token Token = new("carol", [TokenRole.Feed, TokenRole.Staff], House.Hash('d'), "staff-1", "staff-2");

    private static readonly Policy Odd = new()
    {
        Version = 3,
        Holds = [.. Elements.All.Select((_, i) => TimeSpan.FromHours(i < 2 ? 0 : 24 + i))],
        Allowance = 0.25m,
        Currency = "EUR",
        FloorPrices = new(StringComparer.Ordinal) { ["BTC"] = 12345.678m },
        Signals = new(StringComparer.Ordinal) { ["odd"] = new(Weight.Weak, About.Key) },
        GuardianApproves = [Element.Guardian],
        PlatformTells = true,
    };

    private static readonly InstallationEvent[] Each =
    [
        new InstallationEvent.InstallationBegan(InstallationMode.Sandbox, Odd, [Token]),
        new InstallationEvent.PolicyStrengthened(Odd),
        new InstallationEvent.PolicyProposed(Odd, House.Hash('e'), ["/settling"]),
        new InstallationEvent.PolicyAgreed(House.Hash('e'), "staff-1", "staff-2", TimeSpan.FromHours(48)),
        new InstallationEvent.PolicyDropped(House.Hash('e'), null),
        new InstallationEvent.TokenIssued(Token),
        new InstallationEvent.TokenEnded("carol", "staff-1"),
        new InstallationEvent.ActProposed("a1", ActKind.Token, House.Hash('f'), "staff-1", Token),
        new InstallationEvent.ActSeconded("a1", "staff-2"),
        new InstallationEvent.ClockVouched(House.Hash('f'), "staff-1", "staff-2"),
        new InstallationEvent.StaffActed("staff-1", "freeze"),
        new InstallationEvent.OfficialListed([new OfficialEntry(OfficialKind.Handle, "telegram:news", "news", At)], "staff-1", "staff-2"),
        new InstallationEvent.CallSighted("r1", new ReportedCall("+15550100", At, "a call", [new Indicator(IndicatorKind.Domain, "example.com")])),
        new InstallationEvent.RollbackFound(House.Hash('f'), 5, [new SeenCheckpoint(9, House.Hash('a'))]),
        new InstallationEvent.RollbackAccepted(House.Hash('f'), "staff-1", "staff-2"),
    ];

    [Theory]
    [InlineData(typeof(InstallationEvent))]
    [InlineData(typeof(InstallationOutcome))]
    public void Its_hierarchies_are_closed(Type root)
    {
        Assert.True(root.IsAbstract);
        Assert.All(
            root.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(c => c.GetParameters().Length == 0),
            c => Assert.True(c.IsPrivate));
        var cases = root.Assembly.GetTypes().Where(t => t != root && root.IsAssignableFrom(t)).ToArray();
        Assert.NotEmpty(cases);
        Assert.All(cases, t => Assert.True(t.IsSealed && t.DeclaringType == root));
    }

    [Fact]
    public void Its_stored_names_never_change() => Assert.Equal(
        """
        ActProposed actProposed
        ActSeconded actSeconded
        CallSighted callSighted
        ClockVouched clockVouched
        InstallationBegan installationBegan
        OfficialListed officialListed
        PolicyAgreed policyAgreed
        PolicyDropped policyDropped
        PolicyProposed policyProposed
        PolicyStrengthened policyStrengthened
        RollbackAccepted rollbackAccepted
        RollbackFound rollbackFound
        StaffActed staffActed
        TokenEnded tokenEnded
        TokenIssued tokenIssued
        """,
        string.Join('\n', typeof(InstallationEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Select(a => $"{a.DerivedType.Name} {a.TypeDiscriminator}").Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_event_is_written_read_and_folded()
    {
        Assert.Equal(
            typeof(InstallationEvent).GetNestedTypes().Select(t => t.Name).Order(StringComparer.Ordinal),
            Each.Select(e => e.GetType().Name).Order(StringComparer.Ordinal));
        var state = InstallationState.None;
        foreach (var e in Each)
        {
            var bytes = InstallationJson.Write(e);
            var read = InstallationJson.ReadEvent(bytes);
            Assert.Equal(e.GetType(), read.GetType());
            Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(InstallationJson.Write(read)));
            var next = InstallationFold.Apply(state, read, At);
            Assert.Equal((state.Version + 1, At), (next.Version, next.At));
            var snapshot = InstallationJson.Write(next);
            Assert.Equal(snapshot, InstallationJson.Write(InstallationJson.ReadState(snapshot)));
            state = next;
        }
    }

    [Fact]
    public void A_policy_comes_back_with_every_value()
    {
        var read = (InstallationEvent.PolicyStrengthened)InstallationJson.ReadEvent(
            InstallationJson.Write(new InstallationEvent.PolicyStrengthened(Odd)));
        Assert.Empty(PolicyComparison.Compare(Odd, read.Policy));
        Assert.Equal(Odd.Version, read.Policy.Version);
    }

    [Fact]
    public void A_token_text_is_nowhere_in_it() => Assert.Equal(
        ["From", "Hash", "IsStaff", "IssuedBy", "Name", "Roles", "SecondedBy"],
        typeof(Token).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"type\":\"somethingNew\"}")]
    public void What_is_no_event_is_not_read(string json) =>
        Assert.ThrowsAny<Exception>(() => InstallationJson.ReadEvent(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Folding_all_is_folding_each()
    {
        var all = InstallationFold.ApplyAll(InstallationState.None, Each, At);
        Assert.Equal(Each.Length, all.Version);
        Assert.True(JsonElement.Parse(InstallationJson.Write(all)).TryGetProperty("policySince", out _));
    }
}
