using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Sessions;
using Instant = Holdfast.Domain.Time.Instant;

namespace Holdfast.Domain.Tests.Sessions;

public sealed class OpeningSessions
{
    private static readonly Instant Now = new(1_800_000_000_000);

    private static readonly string Link = new('a', 64), Token = new('b', 64);

    private static readonly OwnerState Alice = OwnerFold.Apply(OwnerState.None, new OwnerEvent.AccountOpened("alice", "alice", First: true), Now) with
    {
        Factors = [new Factor { Id = "phone", Kind = FactorKind.Totp, Label = "phone", Since = 0, LastStep = 7 }],
    };

    private static readonly OwnerState Linked = After(Alice, MakeConsoleLink.Decide(Alice, new MakeConsoleLink("alice", Link, Now + ConsoleLink.Life)));

    [Fact]
    public void A_link_opens_one_that_is_not_full()
    {
        var open = After(Linked, ByLink(Linked));
        Assert.False(Assert.Single(open.Sessions).IsFull);
        Assert.Empty(open.Links);
        Assert.Equal("linkOver", Code(ByLink(open)));
    }

    [Fact]
    public void A_link_opens_up_to_and_including_its_last_moment()
    {
        Assert.IsType<Outcome.Records>(ByLink(Linked, Now + ConsoleLink.Life));
        Assert.Equal("linkOver", Code(ByLink(Linked, Now + ConsoleLink.Life + TimeSpan.FromMilliseconds(1))));
        Assert.Equal("linkOver", Code(OpenSession.Decide(Linked, Open(null, null), Policy.Default, Now)));
        Assert.Equal("linkOver", Code(OpenSession.Decide(Linked, Open(new string('c', 64), null), Policy.Default, Now)));
    }

    [Fact]
    public void Of_links_the_newest_five_stay()
    {
        var state = Alice;
        for (var i = 0; i < 7; i++) state = After(state, MakeConsoleLink.Decide(state, new MakeConsoleLink("alice", i.ToString("d64"), Now + ConsoleLink.Life)));
        Assert.Equal(Enumerable.Range(2, 5).Select(i => i.ToString("d64")), state.Links.Select(l => l.Hash));
    }

    [Fact]
    public void A_factor_opens_a_full_one_and_its_code_is_spent()
    {
        var open = After(Alice, ByCode(Alice, 8));
        Assert.True(Assert.Single(open.Sessions).IsFull);
        Assert.Equal("codeUsed", Code(ByCode(open, 8)));
        Assert.Equal("codeUsed", Code(ByCode(Alice, 7)));
    }

    [Fact]
    public void The_platforms_word_and_what_is_not_in_force_open_none()
    {
        var by = new By(ByKind.Owner, "alice");
        var state = Alice with { Factors = [.. Alice.Factors, new Factor { Id = "platform", Kind = FactorKind.Platform, Label = "platform", Since = 0 }] };
        Assert.Equal("factorMissing", Code(OpenSession.Decide(state, Open(null, new Consent(FactorKind.Platform, null, null, by)), Policy.Default, Now)));
        Assert.Equal("factorNotInForce", Code(OpenSession.Decide(state, Open(null, new Consent(FactorKind.Totp, "other", 9, by)), Policy.Default, Now)));
    }

    [Fact]
    public void It_ends_what_the_browser_had_what_is_over_and_the_oldest_of_too_many()
    {
        var state = Alice;
        for (var i = 0; i < ConsoleSession.Most; i++)
            state = After(state, OpenSession.Decide(state, Open(null, Code(8 + i)) with { Id = $"s{i}", Hash = i.ToString("d64"), Wall = Now + TimeSpan.FromSeconds(i) }, Policy.Default, Now + TimeSpan.FromSeconds(i)), Now + TimeSpan.FromSeconds(i));
        Assert.Equal(ConsoleSession.Most, state.Sessions.Length);

        var late = Now + TimeSpan.FromMinutes(1);
        var crowded = After(state, OpenSession.Decide(state, Open(null, Code(30)) with { Wall = late }, Policy.Default, late), late);
        Assert.DoesNotContain(crowded.Sessions, s => s.Id == "s0");
        Assert.Equal(ConsoleSession.Most, crowded.Sessions.Length);
        var replaced = After(state, OpenSession.Decide(state, Open(null, Code(30)) with { Wall = late, Replaces = "s5" }, Policy.Default, late), late);
        Assert.DoesNotContain(replaced.Sessions, s => s.Id == "s5");
        Assert.Contains(replaced.Sessions, s => s.Id == "s0");
        var over = late + ConsoleSession.Longest;
        Assert.Single(After(state, OpenSession.Decide(state, Open(null, Code(30)) with { Wall = over }, Policy.Default, over), over).Sessions);
    }

    [Fact]
    public void Five_wrong_codes_end_the_one_that_they_came_with()
    {
        var state = After(Alice, ByCode(Alice, 8));
        var by = new By(ByKind.Owner, "alice", "s");
        for (var i = 1; i <= 4; i++) state = OwnerFold.Apply(state, new OwnerEvent.CodeFailed("alice", by, i), Now);
        Assert.Single(state.Sessions);
        Assert.Single(OwnerFold.Apply(state, new OwnerEvent.CodeFailed("alice", by with { Session = "other" }, 5), Now).Sessions);
        Assert.Empty(OwnerFold.Apply(state, new OwnerEvent.CodeFailed("alice", by, 5), Now).Sessions);
    }

    [Fact]
    public void Ending_what_is_not_there_is_nothing()
    {
        var open = After(Alice, ByCode(Alice, 8));
        var by = new By(ByKind.Owner, "alice");
        Assert.IsType<Outcome.Nothing>(EndSessions.Decide(open, new EndSessions("alice", ["x"], by)));
        Assert.Empty(After(open, EndSessions.Decide(open, new EndSessions("alice", ["x", "s"], by))).Sessions);
    }

    [Fact]
    public void The_owner_is_told_of_the_third_wrong_code_and_of_each_tenth()
    {
        var by = new By(ByKind.Owner, "alice");
        Assert.Equal([3, 10, 20, 30], Enumerable.Range(1, 35).Where(i => new OwnerEvent.CodeFailed("alice", by, i).IsTold));
        Assert.False(new OwnerEvent.CodeFailed("alice", by).IsTold);
    }

    private static Outcome ByLink(OwnerState state, Instant? wall = null) => OpenSession.Decide(state, Open(Link, null) with { Wall = wall ?? Now }, Policy.Default, Now);

    private static Outcome ByCode(OwnerState state, long step) => OpenSession.Decide(state, Open(null, Code(step)), Policy.Default, Now);

    private static Consent Code(long step) => new(FactorKind.Totp, "phone", step, new By(ByKind.Owner, "alice"));

    private static OpenSession Open(string? link, Consent? consent) => new("alice", "s", Token, link, consent, null, "Firefox on Linux", Now);

    private static OwnerState After(OwnerState state, Outcome outcome, Instant? at = null) =>
        OwnerFold.ApplyAll(state, Assert.IsType<Outcome.Records>(outcome).Events, at ?? Now);

    private static string Code(Outcome outcome) => Assert.IsType<Outcome.Refused>(outcome).Refusals[0].Code;
}
