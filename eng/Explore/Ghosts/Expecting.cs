using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Ghosts;

/// <summary>What the ghost expects of an edit by DESIGN 5.1, in its own words.</summary>
internal static class Expecting
{
    private const long Hours96 = 96L * 3_600_000, Days14 = 14L * 86_400_000;

    /// <summary>What an edit may bring and after how long; nothing where it only takes away.</summary>
    public static IEnumerable<Part> Of(Ghost ghost, Node node, string change, By by, Edit[] all, Edit edit)
    {
        var now = node.Now;
        switch (edit)
        {
            case Edit.AddKey e:
                yield return New($"open {e.Key}", e.Key, Element.Credential, 1, 0);
                foreach (var p in e.Permissions) yield return New($"permission {e.Key} {p}", e.Key, Of(p), 1, Permission(p));
                yield return New($"credential {e.Key} c1", e.Key, Element.Credential, 1, Used(Element.Credential, e.Permissions));
                break;
            case Edit.RotateKey e:
                yield return New($"credential {e.Key} {change}", e.Key, Element.Credential, 1,
                    Used(Element.Credential, Powers(e.Key)), again: $"rotate {e.Key}");
                break;
            case Edit.ResumeKey e:
                yield return New($"open {e.Key}", e.Key, Element.Credential, 1, 0, again: $"resume {e.Key}");
                yield return New($"resume {e.Key}", e.Key, Element.Credential, 1, Used(Element.Credential, Powers(e.Key)));
                break;
            case Edit.Grant e:
                yield return New($"permission {e.Key} {e.Permission}", e.Key, Of(e.Permission), 1, Permission(e.Permission));
                break;
            case Edit.AddSource e:
                yield return New($"source {e.Key} {e.Source}", e.Key, Element.Source, 1, Used(Element.Source, Powers(e.Key)));
                break;
            case Edit.RemoveSource e:
                yield return New($"source {e.Key} {e.Source}", e.Key, Element.Source, 1, Used(Element.Source, Powers(e.Key)));
                break;
            case Edit.SetExpiry e:
                yield return New($"expiry {e.Key}", e.Key, Element.Expiry, e.ExpiresAt?.Milliseconds ?? Power.Unbounded,
                    Used(Element.Expiry, Powers(e.Key)));
                break;
            case Edit.AddDestination e:
                yield return Wait($"destination {e.Address}", Element.Destination);
                break;
            case Edit.SetLimit e:
                yield return Wait("limit", Element.Limit, (long)(e.Amount * 100));
                break;
            case Edit.RemoveLimit:
                yield return Wait("limit", Element.Limit, Power.Unbounded);
                break;
            case Edit.SetAllowance e:
                yield return Wait("allowance", Element.Allowance, (long)(e.Amount * 100));
                break;
            case Edit.SetChallenge e:
                yield return Wait("challenge", Element.Challenge, e.Above is { } a ? (long)(a * 100) : Power.Unbounded);
                break;
            case Edit.SetSettling e:
                yield return Wait("settling", Element.Settling, -Milliseconds(e.Length));
                break;
            case Edit.SetHold e:
                yield return New($"hold {e.Element}", null, Element.Hold, -Milliseconds(e.Length),
                    Math.Max(ghost.Hold(Element.Hold, now), ghost.Hold(e.Element, now)));
                break;
            case Edit.AddFactor e:
                yield return Wait($"factor {e.Factor}", Element.Factor);
                break;
            case Edit.RemoveFactor e:
                yield return Wait($"factor {e.Factor}", Element.Factor, pace: Pace.Release);
                break;
            case Edit.AddGuardian e:
                yield return Wait($"guardian {e.Guardian}", Element.Guardian, unasked: true);
                break;
            case Edit.RemoveGuardian e:
                yield return Wait($"guardian {e.Guardian}", Element.Guardian, 2, Pace.Release);
                break;
            case Edit.AddChannel e:
                yield return Wait($"channel {e.Channel}", Element.Channel, unasked: true);
                break;
            case Edit.RemoveChannel e:
                yield return Wait($"channel {e.Channel}", Element.Channel, 2, Pace.Release);
                break;
            case Edit.SetAlerts e:
                foreach (var (what, value) in Untold(e))
                    yield return New(what, null, Element.Channel, value, ghost.Hold(Element.Channel, now), again: $"alerts {e.Channel}");
                break;
            case Edit.ResetFactors:
                yield return New("recovery", null, Element.Factor, 1, Elements.All.Max(x => ghost.Hold(x, now)), Pace.Reset);
                break;
            case Edit.Recover:
                yield return New("recovery", null, Element.Factor, 1, Days14, Pace.Always);
                break;
            case Edit.LiftFreeze e:
                foreach (var f in ghost.Frosts)
                    if ((e.Freeze is null || e.Freeze == f.Id) && f.By.Kind == by.Kind)
                        yield return Wait($"freeze {f.Id}", Element.Freeze, pace: Pace.Release);
                break;
            case Edit.Join:
                yield return Wait("join", Element.Join);
                break;
            default:
                break;
        }

        Part Wait(string what, Element element, long value = 1, Pace pace = Pace.Ordinary, bool unasked = false) =>
            New(what, null, element, value, ghost.Hold(element, now), pace, unasked);

        Part New(string what, string? key, Element element, long value, long needed, Pace pace = Pace.Ordinary,
            bool unasked = false, string? again = null)
        {
            var part = new Part(what, again ?? what, key, edit, element, value, needed, pace, 0, unasked);
            return Longer(ghost, part, now);
        }

        long Permission(string p) => Of(p) == Element.Withdraw && p != "withdraw"
            ? Enumerable.Range(0, 5).Max(i => ghost.Hold((Element)i, now))
            : ghost.Hold(Of(p), now);

        long Used(Element element, IEnumerable<string> powers)
        {
            var longest = powers.Select(Permission).DefaultIfEmpty(0).Max();
            return longest == 0 ? 0 : Math.Max(longest, ghost.Hold(element, now));
        }

        IEnumerable<string> Powers(string key) => Cast.Powers.Where(p =>
            ghost.Power($"permission {key} {p}") == 1
            || Array.Exists(all, x => x is Edit.Grant g && g.Key == key && g.Permission == p)
            || Array.Exists(ghost.Grants, g => Array.Exists(g.Parts, x => x.What == $"permission {key} {p}")));
    }

    /// <summary>An alarm, or a veto of the same within a week, makes what waits wait 96 h; an alarm gives no hold to what has none.</summary>
    public static Part Longer(Ghost ghost, Part part, Instant now)
    {
        var alarmed = part.Needed > 0 && ghost.Alarm is { } alarm && now <= alarm + TimeSpan.FromDays(7);
        var again = Array.Exists(ghost.Vetoes, v => v.Again == part.Again && now <= v.At + TimeSpan.FromDays(7));
        return (alarmed || again) && part.Needed < Hours96 ? part with { Needed = Hours96 } : part;
    }

    /// <summary>Whether an edit takes power away, by what is in force.</summary>
    public static bool Reduces(Ghost ghost, Node node, By by, Edit edit) => edit switch
    {
        Edit.Revoke or Edit.RemoveKey or Edit.SuspendKey or Edit.RemoveCredential or Edit.RemoveDestination => true,
        Edit.AddSource e => node.State.Accounts[0].FindKey(e.Key) is { } k
            && (k.Sources.Length == 0 || Array.Exists(k.Sources, s => s.Source == e.Source)),
        Edit.RemoveSource e => node.State.Accounts[0].FindKey(e.Key) is { } k
            && (k.Sources.Length > 1 || !Array.Exists(k.Sources, s => s.Source == e.Source)),
        Edit.SetExpiry e => (e.ExpiresAt?.Milliseconds ?? Power.Unbounded) <= ghost.Power($"expiry {e.Key}"),
        Edit.SetLimit e => e.For is not null || (long)(e.Amount * 100) <= ghost.Power("limit"),
        Edit.SetAllowance e => (long)(e.Amount * 100) <= ghost.Power("allowance"),
        Edit.SetChallenge e => e.Above is { } a && (long)(a * 100) <= ghost.Power("challenge"),
        Edit.SetSettling e => -Milliseconds(e.Length) <= ghost.Power("settling"),
        Edit.SetHold e => e.For is not null || Milliseconds(e.Length) >= -ghost.Power($"hold {e.Element}"),
        Edit.RemoveFactor e => ghost.Power($"factor {e.Factor}") == 0
            || Array.Exists(node.State.Factors, f => f.IsStrong && f.Id != e.Factor),
        Edit.RemoveGuardian e => ghost.Power($"no guardian {e.Guardian}") == 1 && by.Kind == ByKind.Owner,
        Edit.RemoveChannel e => ghost.Power($"no channel {e.Channel}") == 1 && by.Kind == ByKind.Owner,
        Edit.SetAlerts e => Untold(e).All(u => u.Value <= ghost.Power(u.What)),
        _ => false,
    };

    /// <summary>A reduction ends all that waits for the same thing.</summary>
    public static bool Ends(Edit edit, Part part) => edit switch
    {
        Edit.RemoveKey e => part.Key == e.Key,
        Edit.SuspendKey e => part.Edit is Edit.ResumeKey r && r.Key == e.Key,
        Edit.RemoveCredential e => part.What == $"credential {e.Key} {e.Credential}",
        Edit.Revoke e => part.What == $"permission {e.Key} {e.Permission}",
        Edit.RemoveSource e => part.What == $"source {e.Key} {e.Source}",
        Edit.AddSource e => part.What == $"source {e.Key} {e.Source}",
        Edit.SetExpiry e => part.What == $"expiry {e.Key}",
        Edit.RemoveDestination e => part.What == $"destination {e.Address}",
        Edit.SetLimit or Edit.RemoveLimit => part.What == "limit",
        Edit.SetAllowance => part.What == "allowance",
        Edit.SetChallenge => part.What == "challenge",
        Edit.SetSettling => part.What == "settling",
        Edit.SetHold e => part.What == $"hold {e.Element}",
        Edit.RemoveFactor e => part.What == $"factor {e.Factor}",
        Edit.RemoveGuardian e => part.What == $"guardian {e.Guardian}",
        Edit.RemoveChannel e => part.What == $"channel {e.Channel}" || part.Again == $"alerts {e.Channel}",
        Edit.SetAlerts e => part.Again == $"alerts {e.Channel}",
        _ => false,
    };

    private static (string What, long Value)[] Untold(Edit.SetAlerts e) =>
    [
        ($"untold below {e.Channel}", Power.Figure(e.Above)), ($"no digest {e.Channel}", e.Digest ? 0 : 1),
        ($"quiet {e.Channel}", Power.Quiet(e.Quiet)),
    ];

    /// <summary>What a removal of a say is called.</summary>
    public static string Name(Edit edit) => edit switch
    {
        Edit.RemoveGuardian e => $"guardian {e.Guardian}",
        Edit.RemoveChannel e => $"channel {e.Channel}",
        Edit.RemoveFactor e => $"factor {e.Factor}",
        _ => throw new InvalidOperationException($"no say in {edit}"),
    };

    /// <summary>Whether a part that may be in force explains that a power grew to this.</summary>
    public static bool Explains(Part part, Power power, long value)
    {
        var name = power.What.Split(' ');
        return part.Edit switch
        {
            Edit.AddSource e when name[0] == "from" => part.Key == name[1] && e.Source.ToString() == name[2] + "/32",
            Edit.RemoveSource when name[0] == "from" => part.Key == name[1],
            Edit.AddKey e when name[0] == "from" => e.Key == name[1] && part.What == $"open {e.Key}"
                && (e.Sources.Length == 0 || Array.Exists(e.Sources, s => s.ToString() == name[2] + "/32")),
            Edit.AddKey e when name[0] == "expiry" => e.Key == name[1] && part.What == $"open {e.Key}",
            Edit.AddGuardian e => power.What == $"full guardian {e.Guardian}",
            Edit.RemoveGuardian e => power.What == $"no guardian {e.Guardian}",
            Edit.AddChannel e => power.What == $"full channel {e.Channel}",
            Edit.RemoveChannel e => power.What == $"no channel {e.Channel}",
            Edit.ResetFactors => power.What == $"factor {Cast.Platform}" || power.What == "no strong factor",
            Edit.Recover e => power.What == $"factor {e.Factor}" || power.What == "no strong factor",
            Edit.RemoveFactor => power.What == "no strong factor",
            _ => part.What == power.What && part.Value >= value,
        };
    }

    private static Element Of(string permission) => Elements.OfPermission(permission) ?? Element.Withdraw;

    private static long Milliseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMillisecond;
}
