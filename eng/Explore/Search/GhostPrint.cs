using Holdfast.Domain.Time;
using Holdfast.Explore.Ghosts;

namespace Holdfast.Explore.Search;

/// <summary>The ghost's half of a fingerprint, relative to now as well.</summary>
internal readonly struct GhostPrint(Ghost ghost, Instant now, Func<string, UInt128> change)
{
    public void Write(ref Canon c)
    {
        foreach (var power in ghost.Powers) c.Add(power);
        Set(ref c, ghost.Grants, static (g, p) => p.Of(g));
        Set(ref c, ghost.Facts, static (f, p) => p.Of(f));
        Set(ref c, ghost.Frosts, static (f, p) =>
        {
            var x = new Canon();
            x.Add(f.Id);
            x.Add(p.Relative(f.Ends));
            return x.Value;
        });
        foreach (var overlay in ghost.Overlays)
        {
            c.Add(overlay.What);
            c.Add(overlay.Value);
            c.Add(Relative(overlay.Ends));
        }
        Set(ref c, ghost.Outs, static (o, p) =>
        {
            var x = new Canon();
            x.Add(o.Amount);
            x.Add(o.Counts);
            foreach (var time in o.Times) x.Add(p.Relative(time));
            return x.Value;
        });
        foreach (var cover in ghost.Covers)
        {
            c.Add(cover.Left);
            c.Add(Relative(cover.Ends));
        }
        Set(ref c, ghost.Vetoes, static (v, p) =>
        {
            var x = new Canon();
            x.Add(v.Again);
            x.Add(p.Relative(v.At));
            return x.Value;
        });
        foreach (var kept in ghost.Kept) c.Add(kept);
        c.Add(Relative(ghost.Alarm));
        c.Add((long)ghost.Consents.Length);
        c.Add((long)ghost.GuardianConsents.Length);
        c.Add(ghost.OwesGuardian);
    }

    private UInt128 Of(Grant grant)
    {
        var c = new Canon();
        c.Add(change(grant.Change));
        c.Add(grant.Approved is not null);
        c.Add(grant.Told is not null);
        if (grant.Told is null) c.Add(Relative(grant.Approved));
        else c.Add(Math.Min(Ghost.Old, now.Milliseconds - grant.Told.Value.Milliseconds));
        Set(ref c, grant.Parts, static (part, _) =>
        {
            var x = new Canon();
            x.Add(part.Edit.GetType().Name);
            x.Add(part.Element == Domain.Policies.Element.Credential ? part.Key : part.What);
            x.Add(part.Needed);
            x.Add(part.Ran);
            x.Add((long)part.Pace);
            x.Add(part.Value);
            return x.Value;
        });
        return c.Value;
    }

    private UInt128 Of(Fact fact)
    {
        var c = new Canon();
        if (fact.What.StartsWith("credential ", StringComparison.Ordinal)) c.Add(change(fact.What[(fact.What.LastIndexOf(' ') + 1)..]));
        else c.Add(fact.What);
        c.Add(fact.Value);
        c.Add(fact.Age);
        c.Add(Math.Min(Ghost.Old, now.Milliseconds - fact.Known.Milliseconds));
        return c.Value;
    }

    private void Set<T>(ref Canon c, T[] members, Func<T, GhostPrint, UInt128> hash)
    {
        Span<UInt128> hashes = members.Length <= 32 ? stackalloc UInt128[members.Length] : new UInt128[members.Length];
        for (var i = 0; i < members.Length; i++) hashes[i] = hash(members[i], this);
        c.AddSet(hashes);
    }

    private long Relative(Instant? at) => at is { } t ? t.Milliseconds - now.Milliseconds : long.MinValue;
}
