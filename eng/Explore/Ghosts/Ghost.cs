using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Explore.Ghosts;

/// <summary>
/// A naive second opinion. It follows the commands and their outcomes, counts for itself how long each told expansion
/// has run, and never asks the core what may be in force.
/// </summary>
internal sealed record Ghost
{
    public Grant[] Grants { get; init; } = [];

    public Fact[] Facts { get; init; } = [];

    public Frost[] Frosts { get; init; } = [];

    /// <summary>Lower limits and longer holds laid over what stood, until their end.</summary>
    public Overlay[] Overlays { get; init; } = [];

    public Out[] Outs { get; init; } = [];

    public Cover[] Covers { get; init; } = [];

    public Stopped[] Vetoes { get; init; } = [];

    /// <summary>What the one whose removal it was vetoed himself: he can't twice.</summary>
    public string[] Kept { get; init; } = [];

    /// <summary>The latest strong evidence about the owner.</summary>
    public Instant? Alarm { get; init; }

    /// <summary>Withdrawals that the owner, or a guardian, consented to.</summary>
    public string[] Consents { get; init; } = [];

    public string[] GuardianConsents { get; init; } = [];

    /// <summary>Something expanded since a guardian last helped to pass a challenge.</summary>
    public bool OwesGuardian { get; init; } = true;

    /// <summary>What was in force when it last looked, in the order of <see cref="Power.All"/>.</summary>
    public long[] Powers { get; init; } = [];

    /// <summary>What is older than this is aged by every settling time in the model.</summary>
    public const long Old = 9L * 86_400_000;

    /// <summary>The ghost at the attacker's first moment: all that is in force is old and known.</summary>
    public static Ghost At(OwnerState state, Policy policy, Instant now)
    {
        var powers = Ghosts.Power.ReadAll(state, policy);
        var facts = new List<Fact>();
        for (var i = 0; i < powers.Length; i++)
            if (Fact.IsKept(Ghosts.Power.All[i].What) && powers[i] != 0)
                facts.Add(new Fact(Ghosts.Power.All[i].What, powers[i], Old, now - TimeSpan.FromDays(30)));
        facts.AddRange(Ghosts.Power.Credentials(state).Select(c => new Fact(c, 1, Old, now - TimeSpan.FromDays(30))));
        return new Ghost { Powers = powers, Facts = [.. facts] };
    }

    public long Power(string what) => Powers[Ghosts.Power.Place(what)];

    public long Hold(Element element, Instant now)
    {
        var hold = -Powers[HoldPlaces[(int)element]];
        foreach (var overlay in Overlays)
            if (overlay.Element == element && now <= overlay.Ends) hold = Math.Max(hold, overlay.Value);
        return hold;
    }

    public bool IsFrozen(Instant now) => Array.Exists(Frosts, f => f.Ends is null || now <= f.Ends);

    private static readonly int[] HoldPlaces = [.. Elements.All.Select(e => Ghosts.Power.Place($"hold {e}"))];
}

/// <summary>Which pauses stop a hold; DESIGN 5.1 and 5.3.</summary>
internal enum Pace
{
    Ordinary,
    Release,
    Reset,
    Always,
}

/// <summary>A change that was recorded, with what of it may still come into force.</summary>
internal sealed record Grant(
    string Change, By By, Instant Asked, Instant? Approved, Instant? Told, Part[] Parts);

/// <summary>One thing that a change may bring.</summary>
/// <param name="Again">What counts as asking for it again after a veto.</param>
/// <param name="Value">The most that it may raise its power to.</param>
/// <param name="Needed">Milliseconds that it must have run, told, before it may be in force.</param>
/// <param name="Unasked">It waits for nobody's approval: a new guardian or channel.</param>
internal sealed record Part(
    string What, string Again, string? Key, Edit Edit, Element Element, long Value, long Needed, Pace Pace, long Ran, bool Unasked = false)
{
    public bool MayBeInForce(Grant grant) =>
        (Unasked || grant.Approved is not null) && (Needed == 0 || (grant.Told is not null && Ran > Needed));
}

/// <summary>A power in force that a withdrawal may need, how long it has been, and since when it could be known.</summary>
internal sealed record Fact(string What, long Value, long Age, Instant Known)
{
    public static bool IsKept(string what) => what.EndsWith(" withdraw", StringComparison.Ordinal)
        || what.EndsWith(" transfer", StringComparison.Ordinal) || what.StartsWith("from ", StringComparison.Ordinal)
        || what.StartsWith("expiry ", StringComparison.Ordinal) || what.StartsWith("factor ", StringComparison.Ordinal)
        || what.StartsWith("full guardian ", StringComparison.Ordinal)
        || what.StartsWith("destination ", StringComparison.Ordinal) || what == "limit";
}

internal sealed record Frost(string Id, By By, Instant? Ends);

internal sealed record Overlay(string What, Element Element, long Value, Instant Ends);

/// <summary>What left or may leave: its permit can be used at one of these times.</summary>
/// <param name="Counts">It is covered by the allowance and nothing else.</param>
internal sealed record Out(string Id, long Amount, Instant[] Times, bool Counts);

/// <summary>A sum that an approved challenge opened, over parts that were young and seen.</summary>
internal sealed record Cover(string Withdrawal, long Left, Instant Ends, string[] Young);

internal sealed record Stopped(string Again, Instant At);

/// <summary>Something happened that the rules forbid.</summary>
internal sealed record Violation(string Rule, string Text);
