using Holdfast.Domain.Time;
using Holdfast.Explore.Ghosts;

namespace Holdfast.Explore.Search;

/// <summary>The ghost's half of a fingerprint, relative to now as well.</summary>
internal readonly struct GhostPrint(Ghost ghost, Instant now, Func<string, UInt128> change)
{
    public void Write(ref Canon c)
    {
        foreach (var power in ghost.Powers) c.Add(power);
        Span<UInt128> grants = new UInt128[ghost.Grants.Length];
        for (var i = 0; i < grants.Length; i++) grants[i] = Of(ghost.Grants[i]);
        c.AddSet(grants);
        Span<UInt128> facts = new UInt128[ghost.Facts.Length];
        for (var i = 0; i < facts.Length; i++) facts[i] = Of(ghost.Facts[i]);
        c.AddSet(facts);
        foreach (var frost in ghost.Frosts)
        {
            c.Add(frost.Id);
            c.Add(Relative(frost.Ends));
        }
        foreach (var overlay in ghost.Overlays)
        {
            c.Add(overlay.What);
            c.Add(overlay.Value);
            c.Add(Relative(overlay.Ends));
        }
        foreach (var o in ghost.Outs)
        {
            c.Add(o.Amount);
            c.Add(o.Counts);
            foreach (var time in o.Times) c.Add(Relative(time));
        }
        foreach (var cover in ghost.Covers)
        {
            c.Add(cover.Left);
            c.Add(Relative(cover.Ends));
        }
        foreach (var veto in ghost.Vetoes)
        {
            c.Add(veto.Again);
            c.Add(Relative(veto.At));
        }
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
        foreach (var part in grant.Parts)
        {
            c.Add(part.Needed);
            c.Add(part.Ran);
            c.Add((long)part.Pace);
            c.Add(part.Value);
            c.Add(part.Key);
            c.Add(part.Edit.GetType().Name);
        }
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

    private long Relative(Instant? at) => at is { } t ? t.Milliseconds - now.Milliseconds : long.MinValue;
}
