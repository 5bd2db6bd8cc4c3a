using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Tests;

/// <summary>The compiler does not check closed hierarchies for completeness, so every case walks every switch here.</summary>
public sealed class ClosedHierarchies
{
    /// <summary>Stored names are a contract: this list only grows.</summary>
    private static readonly string[] StoredEvents =
    [
        "accountFrozen", "accountImported", "accountOpened", "alertRaised", "announced", "callReported", "changeApproved", "changeAsked", "changeTold", "changeVetoed",
        "clockFollowed",
        "codeFailed", "consoleLinkMade", "orderDecided", "policyFollowed", "requestsRefused", "sessionOpened", "sessionsEnded", "signalObserved", "withdrawalCancelled", "withdrawalDecided", "withdrawalObserved",
    ];

    private static readonly string[] StoredEdits =
    [
        "addChannel", "addDestination", "addFactor", "addGuardian", "addKey", "addSource", "fullChannel", "fullCredential",
        "fullGuardian", "grant", "join", "liftFreeze", "openCredential", "openKey", "recover", "removeChannel",
        "removeCredential", "removeDestination", "removeFactor", "removeGuardian", "removeKey", "removeLimit", "removeSource",
        "resetFactors", "resumeKey", "revoke", "rotateKey", "setAlerts", "setAllowance", "setChallenge", "setExpiry", "setHold", "setLimit",
        "setSettling", "suspendKey",
    ];

    /// <summary>Asked as one, in force as several: these are never put in force by themselves.</summary>
    private static readonly Type[] Composed = [typeof(Edit.AddKey), typeof(Edit.RotateKey)];

    /// <summary>What approved edits are made of; no request can name them.</summary>
    private static readonly Type[] Inner =
    [
        typeof(Edit.OpenKey), typeof(Edit.OpenCredential), typeof(Edit.FullCredential), typeof(Edit.FullGuardian), typeof(Edit.FullChannel),
    ];

    public static TheoryData<Type> Edits => [.. Cases(typeof(Edit))];

    [Theory]
    [InlineData(typeof(Edit))]
    [InlineData(typeof(OwnerEvent))]
    [InlineData(typeof(Outcome))]
    [InlineData(typeof(CredentialKind))]
    [InlineData(typeof(Via))]
    public void Are_closed(Type hierarchy)
    {
        Assert.True(hierarchy.IsAbstract);
        Assert.All(hierarchy.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(c => c.GetParameters().Length == 0), c => Assert.True(c.IsPrivate));
        Assert.All(Cases(hierarchy), c => Assert.True(c.IsSealed));
    }

    [Fact]
    public void Events_keep_their_stored_names()
    {
        Assert.Equal(StoredEvents, Names(typeof(OwnerEvent)));
        Assert.Equal(StoredEdits, Names(typeof(Edit)));
        Assert.Equal(["kept", "public", "shared"], Names(typeof(CredentialKind)));
        Assert.Equal(["key", "session"], Names(typeof(Via)));
    }

    [Theory]
    [MemberData(nameof(Edits), DisableDiscoveryEnumeration = true)]
    public void Every_edit_is_about_a_thing(Type edit) => Assert.NotEmpty(Thing.Of("alice", Blank(edit)));

    [Theory]
    [MemberData(nameof(Edits), DisableDiscoveryEnumeration = true)]
    public void Every_edit_that_can_be_asked_has_words(Type edit)
    {
        if (Array.IndexOf(Inner, edit) < 0) Assert.NotEmpty(Wording.Say(Blank(edit)));
    }

    [Theory]
    [MemberData(nameof(Edits), DisableDiscoveryEnumeration = true)]
    public void Every_edit_is_put_in_force_or_made_of_parts_that_are(Type edit)
    {
        var given = Given.Aged();
        var change = given.Of(given.Ask(Tests.Edits.NotTo("home")));
        var put = Record.Exception(() => Applying.Apply(given.Seen, change, Blank(edit), given.Now, 1));
        if (Array.IndexOf(Composed, edit) < 0) Assert.False(put is InvalidOperationException, edit.Name);
        else Assert.IsType<InvalidOperationException>(put);
    }

    [Theory]
    [MemberData(nameof(Edits), DisableDiscoveryEnumeration = true)]
    public void Every_edit_is_judged_or_can_not_be_asked(Type edit)
    {
        var given = Given.Aged();
        var judged = Record.Exception(() => given.TryAsk(Given.Owner, [Blank(edit)]));
        Assert.Equal(Array.IndexOf(Inner, edit) >= 0, judged is InvalidOperationException);
    }

    [Fact]
    public void Every_event_has_a_fold()
    {
        var given = Given.Aged();
        foreach (var type in Cases(typeof(OwnerEvent)))
        {
            var @event = (OwnerEvent)RuntimeHelpers.GetUninitializedObject(type);
            var folded = Record.Exception(() => OwnerFold.Apply(given.Seen, @event, given.Now));
            Assert.False(folded is InvalidOperationException, type.Name);
        }
    }

    [Fact]
    public void Every_reason_has_a_code_that_reads_back_and_its_own_text()
    {
        Assert.All(Reasons.All, r => Assert.Equal(r, Reasons.Parse(r.Code())));
        Assert.Equal(Reasons.All.Length, Reasons.All.Select(r => r.Code()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Reasons.All.Length, Reasons.All.Select(r => r.Text()).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(Reasons.All.Length, 1, 64);
        Assert.Throws<System.Text.Json.JsonException>(() => Reasons.Parse("none"));
    }

    [Fact]
    public void Every_signal_kind_with_weight_has_words() =>
        Assert.All(SignalWeight.Defaults.Where(w => w.Value.About == About.Owner), w =>
            Assert.DoesNotContain(w.Key, Assessing.Text(w.Key), StringComparison.Ordinal));

    [Fact]
    public void Elements_are_named_as_in_the_contract()
    {
        Assert.All(Elements.All, e => Assert.True(Elements.TryParse(e.Name(), out var back) && back == e));
        Assert.Equal(
            "read|trade|transfer|withdraw|manage|source|expiry|credential|destination|limit|factor|guardian|channel|hold|allowance|challenge|settling|freeze|join",
            string.Join('|', Elements.All.Select(e => e.Name())));
    }

    [Fact]
    public void The_domain_stands_on_the_framework_alone() => Assert.All(
        typeof(Edit).Assembly.GetReferencedAssemblies(),
        a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));

    private static IEnumerable<Type> Cases(Type hierarchy) => hierarchy.GetNestedTypes().Where(t => t.IsSubclassOf(hierarchy));

    private static string[] Names(Type hierarchy)
    {
        var named = hierarchy.GetCustomAttributes<JsonDerivedTypeAttribute>().ToArray();
        Assert.Equal(Cases(hierarchy).OrderBy(t => t.Name), named.Select(n => n.DerivedType).OrderBy(t => t.Name));
        return [.. named.Select(n => (string)n.TypeDiscriminator!).Order(StringComparer.Ordinal)];
    }

    /// <summary>An edit with something harmless in each field.</summary>
    private static Edit Blank(Type type) => (Edit)type.GetConstructors()[0].Invoke(
        [.. type.GetConstructors()[0].GetParameters().Select(p => Filler(p.ParameterType))]);

    private static object? Filler(Type type) =>
        type == typeof(string) ? "x"
        : type == typeof(string[]) ? (string[])["read"]
        : type == typeof(Holdfast.Domain.Keys.Source[]) ? Array.Empty<Holdfast.Domain.Keys.Source>()
        : type == typeof(CredentialKind) ? Tests.Edits.Kept
        : type.IsValueType ? Activator.CreateInstance(type) : null;
}
