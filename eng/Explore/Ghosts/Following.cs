using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Explore.Moves;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Ghosts;

/// <summary>What the ghost makes of a command that was recorded, and of a veto that was refused (G3).</summary>
internal static class Following
{
    public static Ghost Asked(Ghost ghost, Node node, Move.Ask ask, string change)
    {
        var parts = new List<Part>();
        foreach (var edit in ask.Edits)
        {
            if (Expecting.Reduces(ghost, node, ask.By, edit))
            {
                ghost = Overlaid(ghost with
                {
                    Grants = Array.ConvertAll(ghost.Grants, g => Array.Exists(g.Parts, p => Expecting.Ends(edit, p))
                        ? g with { Parts = [.. g.Parts.Where(p => !Expecting.Ends(edit, p))] }
                        : g),
                }, node, edit);
                continue;
            }
            parts.AddRange(Expecting.Of(ghost, node, change, ask.By, ask.Edits, edit).Where(p => !IsSo(ghost, p)));
        }
        return ghost with { Grants = [.. ghost.Grants, new Grant(change, ask.By, node.Now, null, null, [.. parts])] };
    }

    public static Ghost Approved(Ghost ghost, Node node, string change) => ghost with
    {
        OwesGuardian = true,
        Grants = Array.ConvertAll(ghost.Grants, g => g.Change != change ? g : g with
        {
            Approved = node.Now,
            Parts = Array.ConvertAll(g.Parts, p => Expecting.Longer(
                ghost, p.Unasked || p.Needed == 0 || p.What == "recovery" ? p : p with
                {
                    Needed = Math.Max(p.Needed, ghost.Hold(p.Element, node.Now)),
                },
                node.Now)),
        }),
    };

    public static Ghost Told(Ghost ghost, Node node, string change) => ghost with
    {
        Grants = Array.ConvertAll(ghost.Grants, g => g.Change == change && g.Told is null ? g with { Told = node.Now } : g),
    };

    /// <summary>What a vetoer reaches never comes into force from this change, openly or quietly.</summary>
    public static Ghost Vetoed(Ghost ghost, Node node, Move.Veto veto, OwnerEvent.ChangeVetoed recorded, List<Violation> found)
    {
        var change = node.State.FindChange(recorded.Change)!;
        var half = IsHalf(ghost, veto.By);
        if (half && Array.Exists(recorded.Parts, i => !IsOfKeys(change.Parts[i].Element)))
            found.Add(new("G3", $"`{veto.By.Id}` is in his own hold and stopped what he has no say in"));
        ghost = ghost with
        {
            Covers = [],
            Kept =
            [
                .. ghost.Kept.Union(recorded.Parts.Select(i => change.Parts[i].Does)
                    .Where(e => IsOwnRemoval(e, veto.By)).Select(Expecting.Name)),
            ],
        };
        var grant = Array.Find(ghost.Grants, g => g.Change == recorded.Change);
        if (grant is null) return ghost;
        Part[] stopped = [.. grant.Parts.Where(p => Stops(grant, p, half))];
        return ghost with
        {
            Grants = Array.ConvertAll(ghost.Grants, g => g != grant ? g : g with
            {
                Parts = [.. g.Parts.Where(p => Array.IndexOf(stopped, p) < 0 && !(p.Needed == 0 && !half))],
            }),
            Vetoes =
            [
                .. ghost.Vetoes, .. stopped.Where(p => !ghost.Vetoes.Contains(new Stopped(p.Again, node.Now)))
                    .Select(p => new Stopped(p.Again, node.Now)).Distinct(),
            ],
        };
    }

    /// <summary>A veto by somebody with a full say, at or before the end of the hold, is never refused.</summary>
    public static void Refused(Ghost ghost, Node node, Move.Veto veto, List<Violation> found)
    {
        var grant = Array.Find(ghost.Grants, g => g.Change == Node.ChangeId(veto.Change));
        var full = veto.By.Kind == ByKind.Owner
            || (veto.By.Kind == ByKind.Guardian && veto.By.Id == Cast.Guardian && ghost.Power($"no guardian {Cast.Guardian}") == 0);
        if (grant is null || !full) return;
        if (Array.Exists(grant.Parts, p => Stops(grant, p, false)
                && p.What != "recovery" && Array.IndexOf(ghost.Kept, p.Again) < 0))
            found.Add(new("G3", $"a veto by `{veto.By.Id}` came in time and was refused"));
    }

    public static Ghost Alarmed(Ghost ghost, Node node, string kind)
    {
        if (kind != "inCall") return ghost;
        ghost = ghost with { Alarm = node.Now };
        return ghost with
        {
            Grants = Array.ConvertAll(ghost.Grants, g => g.Approved is null && !Array.Exists(g.Parts, p => p.Unasked)
                ? g
                : g with { Parts = Array.ConvertAll(g.Parts, p => p.MayBeInForce(g) ? p : Expecting.Longer(ghost, p, node.Now)) }),
        };
    }

    private static bool IsOwnRemoval(Edit edit, By by) => edit switch
    {
        Edit.RemoveGuardian e => by.Kind == ByKind.Guardian && by.Id == e.Guardian,
        Edit.RemoveChannel e => by.Kind == ByKind.Link && by.Id == e.Channel,
        Edit.RemoveFactor => by.Kind is ByKind.Owner or ByKind.Link,
        _ => false,
    };

    private static bool Stops(Grant grant, Part part, bool half) =>
        !part.MayBeInForce(grant) && (!half || IsOfKeys(part.Element));

    private static bool IsHalf(Ghost ghost, By by) => by.Kind switch
    {
        ByKind.Guardian => ghost.Power($"no guardian {by.Id}") == 1,
        ByKind.Link => ghost.Power($"no channel {by.Id}") == 1,
        ByKind.Owner or ByKind.Key or ByKind.Staff => false,
        _ => throw new InvalidOperationException($"no say for {by.Kind}"),
    };

    private static bool IsOfKeys(Element element) => element <= Element.Limit;

    private static bool IsSo(Ghost ghost, Part part) => part.Edit is not Edit.RemoveFactor
        && Array.FindIndex(Power.All, p => p.What == part.What) is >= 0 and var i && ghost.Powers[i] >= part.Value;

    /// <summary>What belongs to a key waits for all that the key may do.</summary>
    private static bool WaitsFor(Ghost ghost, Part part, Element element) => part.Element == element
        || (part is { Key: { } key, Element: Element.Source or Element.Expiry or Element.Credential } && element <= Element.Manage
            && ghost.Power($"permission {key} {element.Name()}") == 1);

    /// <summary>A lower limit or longer hold with its own end; a longer hold lengthens what runs.</summary>
    private static Ghost Overlaid(Ghost ghost, Node node, Edit edit)
    {
        var now = node.Now;
        if (edit is Edit.SetLimit { For: { } span } limit)
            return ghost with
            {
                Overlays = [.. ghost.Overlays, new Overlay("limit", Element.Limit, (long)(limit.Amount * 100), now + span)],
            };
        if (edit is not Edit.SetHold hold) return ghost;
        var length = hold.Length.Ticks / TimeSpan.TicksPerMillisecond;
        if (length <= ghost.Hold(hold.Element, now)) return ghost;
        if (hold.For is { } time)
            ghost = ghost with
            {
                Overlays = [.. ghost.Overlays, new Overlay($"hold {hold.Element}", hold.Element, length, now + time)],
            };
        return ghost with
        {
            Grants = Array.ConvertAll(ghost.Grants, g => g with
            {
                Parts = Array.ConvertAll(g.Parts, p => WaitsFor(ghost, p, hold.Element) && p.Needed > 0 && p.Needed < length
                    && !p.MayBeInForce(g) && (g.Approved is not null || p.Unasked) ? p with { Needed = length } : p),
            }),
        };
    }
}
