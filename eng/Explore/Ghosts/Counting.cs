using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Ghosts;

/// <summary>G1: adds up what leaves to places, and over parts, that are unknown, held or young.</summary>
internal static class Counting
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(48), Known = TimeSpan.FromHours(48);

    public static Ghost Decided(Ghost ghost, Node node, OwnerEvent.WithdrawalDecided e, List<Violation> found)
    {
        var (record, now) = (e.Withdrawal, node.Now);
        ghost = Consented(ghost, e, now, found);
        if (record.Decision != Decision.Allow) return ghost;
        if (ghost.IsFrozen(now)) found.Add(new("G1", "a withdrawal was allowed under a freeze"));
        var request = record.Request;
        var own = request.Network == "INTERNAL" && ghost.Power("join") == 1;
        var amount = (long)(request.Amount * 100);
        var path = Walk(ghost, request, amount, own, now, found);
        if (own) return ghost;
        Limit(ghost, request, amount, now, found);
        var consented = ghost.Consents.Contains(request.Id);
        var guarded = ghost.GuardianConsents.Contains(request.Id);
        var strict = path.Known && path.Aged && amount <= ghost.Power("challenge");
        var counts = false;
        var owed = ghost.OwesGuardian;
        if (guarded) ghost = ghost with { OwesGuardian = false };
        if (consented && path.Known && !strict)
        {
            if (owed && Array.Exists(ghost.Facts, f => f.What == $"full guardian {Cast.Guardian}"
                    && f.Age > Settling(ghost)) && !guarded && !IsCovered(ghost, request, amount, path))
                found.Add(new("G2", "the first challenge after a change passed without the guardian"));
            if (path.Fresh && !Fits(ghost, request.Id, amount, now))
                found.Add(new("G1", $"{request.Amount} left over what became known less than 48 h ago"));
        }
        else if (!strict)
        {
            var allowed = request.Asset == "USDT" && Fits(ghost, request.Id, amount, now)
                && (consented || amount <= ghost.Power("challenge"));
            if (!(path.Known && path.Aged) && allowed) counts = true;
            else if (IsCovered(ghost, request, amount, path)) ghost = Use(ghost, amount, path);
            else
                found.Add(new("G1", $"{request.Amount} to {request.Address} was allowed beyond the allowance: "
                    + $"{(path.Known ? "" : "destination unknown, ")}{(path.Aged ? "" : "young, ")}{Used(ghost, request.Id, now) / 100m} used"));
        }
        if (e.Opens is not null && consented)
            ghost = ghost with { Covers = [.. ghost.Covers, new Cover(request.Id, (long)(e.Opens.Amount * 100), e.Opens.Ends, path.Young)] };
        var old = Array.Find(ghost.Outs, o => o.Id == request.Id);
        var fresh = new Out(request.Id, amount, [.. old?.Times ?? [], now], counts || (old?.Counts ?? false));
        return ghost with { Outs = [.. ghost.Outs.Where(o => o.Id != request.Id), fresh] };
    }

    /// <summary>What is cancelled never left; but as long as a permit can be used, it may have.</summary>
    public static Ghost Cancelled(Ghost ghost, WithdrawalRecord record, Instant now) => record.PermitUntil is { } until && now <= until
        ? ghost
        : ghost with { Outs = [.. ghost.Outs.Where(o => o.Id != record.Request.Id)] };

    private readonly record struct Path(bool Known, bool Aged, bool Fresh, string[] Young);

    private static Path Walk(
        Ghost ghost, WithdrawalRequest request, long amount, bool own, Instant now, List<Violation> found)
    {
        var facts = new List<Fact>();
        if (request.Via is Via.Key via)
        {
            if (ghost.Power($"open {via.Id}") == 0) Missing($"open {via.Id}");
            Take($"permission {via.Id} {(own ? "transfer" : "withdraw")}");
            Take($"from {via.Id} {via.Ip}");
            Take($"expiry {via.Id}", now.Milliseconds);
            Oldest(f => via.Credential is null
                ? f.What.StartsWith($"credential {via.Id} ", StringComparison.Ordinal)
                : f.What == $"credential {via.Id} {via.Credential}", $"credential {via.Id}");
        }
        if (own) return default;
        if (ghost.Power("limit") != Power.Unbounded || Array.Exists(ghost.Facts, f => f.What == "limit"))
            Take("limit", Left(ghost, request, amount, now));
        var known = Array.Find(ghost.Facts, f => f.What == $"destination {request.Address}");
        if (known is not null) facts.Add(known);
        var settling = Settling(ghost);
        return new Path(known is not null, known is not null && facts.TrueForAll(f => f.Age > settling),
            known is null || facts.Exists(f => now < f.Known + Known),
            [.. facts.Where(f => f.Age <= settling).Select(f => f.What)]);

        void Take(string what, long least = 1) => Oldest(f => f.What == what && f.Value >= least, what);

        void Oldest(Predicate<Fact> match, string what)
        {
            if (ghost.Facts.Where(f => match(f)).MaxBy(f => f.Age) is { } fact) facts.Add(fact);
            else Missing(what);
        }

        void Missing(string what) => found.Add(new("G1", $"a withdrawal was allowed and `{what}` isn't in force"));
    }

    private static long Left(Ghost ghost, WithdrawalRequest request, long amount, Instant now) => amount + ghost.Outs
        .Where(o => o.Id != request.Id && o.Times[^1] + Cast.LimitPeriod > now).Sum(o => o.Amount);

    private static void Limit(Ghost ghost, WithdrawalRequest request, long amount, Instant now, List<Violation> found)
    {
        if (request.Asset != "USDT") return;
        var most = ghost.Overlays.Where(o => o.What == "limit" && now <= o.Ends).Select(o => o.Value)
            .Append(ghost.Power("limit")).Min();
        if (Left(ghost, request, amount, now) > most) found.Add(new("G1", "more left than the limit"));
    }

    private static bool Fits(Ghost ghost, string id, long amount, Instant now) => Used(ghost, id, now) + amount <= ghost.Power("allowance");

    /// <summary>What may have left in the last 48 h and counts; each withdrawal once, at whatever time is worst.</summary>
    private static long Used(Ghost ghost, string id, Instant now) => ghost.Outs
        .Where(o => o.Counts && o.Id != id && Array.Exists(o.Times, t => t + Window > now)).Sum(o => o.Amount);

    private static bool IsCovered(Ghost ghost, WithdrawalRequest request, long amount, Path path) =>
        path.Known && request.Asset == "USDT" && Array.Exists(ghost.Covers, c => Covers(c, amount, path));

    private static bool Covers(Cover cover, long amount, Path path) =>
        cover.Left >= amount && path.Young.All(y => Array.IndexOf(cover.Young, y) >= 0);

    private static Ghost Use(Ghost ghost, long amount, Path path)
    {
        var used = Array.FindIndex(ghost.Covers, c => Covers(c, amount, path));
        return ghost with { Covers = [.. ghost.Covers.Select((c, i) => i == used ? c with { Left = c.Left - amount } : c)] };
    }

    private static Ghost Consented(Ghost ghost, OwnerEvent.WithdrawalDecided e, Instant now, List<Violation> found)
    {
        if (e.Approval is not { } mark) return ghost;
        var id = e.Withdrawal.Request.Id;
        var factor = mark.By.Kind == Domain.Changes.ByKind.Guardian ? $"full guardian {mark.By.Id}" : $"factor {mark.Factor ?? Cast.Platform}";
        if (!Array.Exists(ghost.Facts, f => f.What == factor && f.Age > Settling(ghost) && now >= f.Known + Known))
            found.Add(new("G1", $"`{factor}` isn't aged and passed a challenge"));
        return mark.By.Kind == Domain.Changes.ByKind.Guardian
            ? ghost with { GuardianConsents = [.. ghost.GuardianConsents, id] }
            : ghost with { Consents = [.. ghost.Consents, id] };
    }

    private static long Settling(Ghost ghost) => -ghost.Power("settling");
}
