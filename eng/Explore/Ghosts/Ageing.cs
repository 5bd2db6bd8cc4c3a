using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Explore.Ghosts;

/// <summary>Lets time pass for the ghost, from one thing that ends to the next.</summary>
internal static class Ageing
{
    public static Ghost Advance(Ghost ghost, Instant from, Instant to)
    {
        var now = from;
        while (now < to)
        {
            ghost = Thaw(ghost, now);
            var frozen = Array.Exists(ghost.Frosts, f => f.Ends is null || f.Ends > now);
            var recovering = Recovering(ghost);
            var next = to;
            foreach (var frost in ghost.Frosts)
                if (frost.Ends is { } ends && ends > now) next = Instant.Min(next, ends);
            foreach (var grant in ghost.Grants)
                foreach (var part in grant.Parts)
                    if (Runs(grant, part, frozen, recovering) && part.Ran < part.Needed)
                        next = Instant.Min(next, new Instant(now.Milliseconds + (part.Needed - part.Ran)));
            ghost = Pass(ghost, next.Milliseconds - now.Milliseconds, frozen, recovering);
            now = next;
        }
        return ghost;
    }

    /// <summary>The next moment at which a hold or a freeze ends, as things stand; null when none does.</summary>
    public static Instant? NextEnd(Ghost ghost, Instant now)
    {
        var frozen = ghost.IsFrozen(now);
        var recovering = Recovering(ghost);
        Instant? next = null;
        foreach (var frost in ghost.Frosts)
            if (frost.Ends is { } ends && ends >= now) next = Sooner(next, ends);
        foreach (var grant in ghost.Grants)
            foreach (var part in grant.Parts)
                if (Runs(grant, part, frozen, recovering) && part.Needed > 0 && part.Ran <= part.Needed)
                    next = Sooner(next, new Instant(now.Milliseconds + (part.Needed - part.Ran)));
        return next;
    }

    private static Instant Sooner(Instant? a, Instant b) => a is { } x ? Instant.Min(x, b) : b;

    /// <summary>What has run its time lifts freezes for all that comes later.</summary>
    private static Ghost Thaw(Ghost ghost, Instant now)
    {
        if (ghost.Frosts.Length == 0) return ghost;
        var left = ghost.Frosts.Where(f => f.Ends is null || f.Ends > now).ToList();
        foreach (var grant in ghost.Grants)
            foreach (var part in grant.Parts)
            {
                if (part.Ran < part.Needed || grant.Told is null || (grant.Approved is null && !part.Unasked)) continue;
                if (part is { Edit: Edit.LiftFreeze }) left.RemoveAll(f => part.What == $"freeze {f.Id}");
                if (part is { Edit: Edit.RemoveGuardian e }) left.RemoveAll(f => f.By.Id == e.Guardian);
            }
        return left.Count == ghost.Frosts.Length ? ghost : ghost with { Frosts = [.. left] };
    }

    private static Ghost Pass(Ghost ghost, long span, bool frozen, bool recovering)
    {
        var grants = (Grant[])ghost.Grants.Clone();
        for (var i = 0; i < grants.Length; i++)
            if (grants[i].Told is not null)
                grants[i] = grants[i] with
                {
                    Parts =
                    [
                        .. grants[i].Parts.Select(p => Runs(ghost.Grants[i], p, frozen, recovering)
                            ? p with { Ran = p.Ran + span }
                            : p),
                    ],
                };
        var facts = frozen || recovering ? ghost.Facts : Array.ConvertAll(ghost.Facts, f =>
            f.Age >= Ghost.Old ? f : f with { Age = Math.Min(Ghost.Old, f.Age + span) });
        return ghost with { Grants = grants, Facts = facts };
    }

    private static bool Runs(Grant grant, Part part, bool frozen, bool recovering) =>
        grant.Told is not null && part.Pace switch
        {
            Pace.Ordinary => !frozen && !recovering,
            Pace.Release => !recovering,
            Pace.Reset => !frozen,
            Pace.Always => true,
            _ => throw new InvalidOperationException($"no pace {part.Pace}"),
        };

    private static bool Recovering(Ghost ghost) => Array.Exists(ghost.Grants, g =>
        g is { Told: not null, Approved: not null }
        && Array.Exists(g.Parts, p => p.What == "recovery" && p.Ran < p.Needed));
}
