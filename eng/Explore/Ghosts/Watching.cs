using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Ghosts;

/// <summary>G2: looks at what is in force after a step, and wants a reason for whatever grew.</summary>
internal static class Watching
{
    public static Ghost Look(Ghost ghost, Node before, OwnerState after, Instant now, Edit[] asked, List<Violation> found)
    {
        var powers = Power.ReadAll(after, before.World.Policy);
        asked = [.. asked, .. before.State.Changes.Where(c => c.Quiet is not null).SelectMany(c => c.Edits).Select(e => e.Edit)];
        var facts = ghost.Facts;
        for (var i = 0; i < powers.Length; i++)
        {
            if (powers[i] == ghost.Powers[i]) continue;
            var power = Power.All[i];
            if (powers[i] > ghost.Powers[i] && !Taken(power, ghost.Powers[i], powers[i], asked))
            {
                var reason = Reason(ghost, part => Expecting.Explains(part, power, powers[i]), now);
                if (reason is null) found.Add(new("G2", $"`{power.What}` grew to {powers[i]} and nothing told, unvetoed and old enough explains it"));
                else if (Fact.IsKept(power.What))
                    facts = [.. facts, new Fact(power.What, powers[i], Math.Min(Ghost.Old, reason.Value.Age), reason.Value.Known)];
                if (reason is not null) ghost = ghost with { OwesGuardian = true };
            }
            else if (Fact.IsKept(power.What)) facts = Cut(facts, power.What, powers[i]);
        }
        facts = Credentials(ghost, after, facts, now, found);
        if (ghost.IsFrozen(now) && !after.IsFrozenAt(now)) found.Add(new("G2", "a freeze that nothing lifted doesn't stand"));
        Overlays(ghost, after, now, found);
        Shortened(before, after, now, found);
        return Tidy(ghost with { Powers = powers, Facts = facts }, after, now);
    }

    /// <summary>The oldest of what may be in force and explains it.</summary>
    private static (long Age, Instant Known)? Reason(Ghost ghost, Predicate<Part> explains, Instant now)
    {
        (long Age, Instant Known)? best = null;
        foreach (var grant in ghost.Grants)
            foreach (var part in grant.Parts)
            {
                if (!part.MayBeInForce(grant) || !explains(part)) continue;
                var known = part.Needed == 0 ? grant.Approved ?? now : grant.Told!.Value;
                var age = part.Needed == 0 ? (now - known).Ticks / TimeSpan.TicksPerMillisecond : part.Ran - part.Needed;
                if (best is null || age > best.Value.Age) best = (age, known);
            }
        return best;
    }

    /// <summary>Whoever added a guardian or channel may take it back while it is in its own hold, and a veto ends it.</summary>
    private static bool Taken(Power power, long old, long fresh, Edit[] asked) => old == 1 && fresh == 2
        && Array.Exists(asked, e => power.What == e switch
        {
            Edit.RemoveGuardian r => $"no guardian {r.Guardian}",
            Edit.AddGuardian r => $"no guardian {r.Guardian}",
            Edit.RemoveChannel r => $"no channel {r.Channel}",
            Edit.AddChannel r => $"no channel {r.Channel}",
            _ => "",
        });

    /// <summary>What shrank is as old as the oldest that reached as far.</summary>
    private static Fact[] Cut(Fact[] facts, string what, long value)
    {
        var reached = facts.Where(f => f.What == what && f.Value >= value).MaxBy(f => f.Age);
        var left = facts.Where(f => f.What != what || f.Value < value);
        return value == 0 || reached is null ? [.. left] : [.. left, reached with { Value = value }];
    }

    private static Fact[] Credentials(Ghost ghost, OwnerState after, Fact[] facts, Instant now, List<Violation> found)
    {
        string[] full = [.. Power.Credentials(after)];
        foreach (var name in full)
        {
            if (Array.Exists(facts, f => f.What == name)) continue;
            var resume = $"resume {name.Split(' ')[1]}";
            var reason = Reason(ghost, p => p.What == name || p.What == resume, now);
            if (reason is null) found.Add(new("G2", $"`{name}` has all that its key has and nothing told, unvetoed and old enough explains it"));
            else facts = [.. facts, new Fact(name, 1, Math.Min(Ghost.Old, reason.Value.Age), reason.Value.Known)];
        }
        return [.. facts.Where(f => !f.What.StartsWith("credential ", StringComparison.Ordinal) || Array.IndexOf(full, f.What) >= 0)];
    }

    private static void Overlays(Ghost ghost, OwnerState after, Instant now, List<Violation> found)
    {
        foreach (var overlay in ghost.Overlays)
        {
            if (now > overlay.Ends) continue;
            var stands = overlay.What == "limit"
                ? after.Limits.Length > 0 && after.Limits[0].AmountAt(now) * 100 <= overlay.Value
                : Array.Exists(after.Holds, h => h.Element == overlay.Element
                    && Ages.Milliseconds(h.LengthAt(now)) >= overlay.Value);
            if (!stands) found.Add(new("G2", $"what was laid over `{overlay.What}` ended too soon"));
        }
    }

    /// <summary>By the product's own figures: what is left of a running hold falls no faster than time passes.</summary>
    private static void Shortened(Node before, OwnerState after, Instant now, List<Violation> found)
    {
        var passed = (now - before.Now).Ticks / TimeSpan.TicksPerMillisecond;
        foreach (var change in before.State.Changes)
        {
            if (!change.Waits || after.FindChange(change.Id) is not { } then) continue;
            for (var i = 0; i < change.Parts.Length; i++)
            {
                if (change.Parts[i] is not { State: PartState.Held, MatureAge: { } end } part) continue;
                var left = end - before.State.Clock(part.Clock).At(before.Now);
                var (state, later) = (then.Parts[i].State, then.Parts[i].MatureAge);
                var isShort = state == PartState.Held
                    ? later - after.Clock(part.Clock).At(now) < left - passed || later is null
                    : state == PartState.InForce && left >= passed;
                if (isShort) found.Add(new("G2", $"the hold of `{part.Thing}` was shortened"));
            }
        }
    }

    private static Ghost Tidy(Ghost ghost, OwnerState after, Instant now) => ghost with
    {
        Grants = [.. ghost.Grants.Where(g => g.Parts.Length > 0 && after.FindChange(g.Change) is { Waits: true })],
        Frosts = [.. ghost.Frosts.Where(f => f.Ends is null || f.Ends > now)],
        Overlays = [.. ghost.Overlays.Where(o => o.Ends >= now)],
        Covers = [.. ghost.Covers.Where(c => c.Ends >= now)],
        Vetoes = [.. ghost.Vetoes.Where(v => v.At + TimeSpan.FromDays(7) >= now)],
        Outs = [.. ghost.Outs.Where(o => o.Times[^1] + TimeSpan.FromHours(48) > now)],
        Alarm = ghost.Alarm is { } a && a + TimeSpan.FromDays(7) >= now ? a : null,
    };
}
