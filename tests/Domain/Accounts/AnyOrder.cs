using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Accounts;

/// <summary>
/// Whatever a coached customer, his guardian and staff do in whatever order: the log replays to the state, reading at a
/// time does not depend on the steps to it, nothing lands before its hold, and the allowance holds in any 48 h.
/// </summary>
public sealed class AnyOrder
{
    private static readonly string[] Places = ["home", "thief", "other"], Keys = ["k1", "k2", "k3"];

    [Theory]
    [InlineData(0, 15)]
    [InlineData(100, 15)]
    [InlineData(200, 15)]
    [InlineData(300, 15)]
    public void Keeps_its_promises(int from, int walks)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = from; seed < from + walks; seed++) reached.UnionWith(Walk(seed));
        string[] wanted =
        [
            "AccountFrozen", "AlertRaised", "ChangeApproved", "ChangeAsked", "ChangeTold", "ChangeVetoed", "SignalObserved", "WithdrawalDecided",
            "Allow", "Challenge", "Deny", "InForce", "Voided", "Vetoed", "thief lands",
        ];
        Assert.Empty(wanted.Except(reached, StringComparer.Ordinal));
    }

    /// <summary>Walks and gives what it came by, so that a walk that goes nowhere is seen.</summary>
    private static IEnumerable<string> Walk(int seed)
    {
        var random = new Random(seed);
        var given = Given.Aged(Key("k2", "read", "withdraw"), Guardian("anna"), Limit(100_000));
        given.Tells = seed % 5 != 0;
        var young = new List<(Instant At, decimal Amount)>();
        var asked = new Dictionary<string, Instant>(StringComparer.Ordinal);
        var lands = false;
        for (var step = 0; step < 60; step++)
        {
            Act(given, random, young, asked);
            if (random.Next(3) == 0) given.Wait(TimeSpan.FromMinutes(random.Next(1, 60 * 30)));
            lands |= given.Account.Destinations.Any(d => d.Address == "thief");
            foreach (var (at, _) in young)
                Assert.True(young.Where(x => x.At >= at && x.At < at + TimeSpan.FromHours(48)).Sum(x => x.Amount) <= 50, $"seed {seed}");
        }
        Given.Same(given.State, given.Replayed());
        var changes = given.Seen.Changes.SelectMany(c => c.Parts).Select(p => p.State.ToString());
        var decisions = given.Log.Select(l => l.Event).OfType<OwnerEvent.WithdrawalDecided>().Select(d => d.Withdrawal.Decision.ToString());
        Assert.All(given.Seen.Accounts.SelectMany(a => a.Keys), k => Assert.InRange(k.Credentials.Length, 0, 2));
        return [.. given.Log.Select(l => l.Event.GetType().Name), .. decisions, .. changes, lands ? "thief lands" : ""];
    }

    private static void Act(Given given, Random random, List<(Instant, decimal)> young, Dictionary<string, Instant> asked)
    {
        var waiting = given.Seen.Changes.Where(c => c.Waits).Select(c => c.Id).ToArray();
        var change = waiting.Length == 0 ? "none" : waiting[random.Next(waiting.Length)];
        By[] people = [Given.Owner, Given.Anna, Given.StaffOne, new(ByKind.Link, Given.Mail), new(ByKind.Key, "k1")];
        var by = people[random.Next(people.Length)];
        switch (random.Next(10))
        {
            case 0 or 1:
                Ask(given, random, by, asked);
                break;
            case 2 or 3:
                given.TryApprove(change, by.Kind is ByKind.Owner or ByKind.Guardian or ByKind.Staff ? by : Given.Owner, second: random.Next(2) == 0);
                break;
            case 4:
                if (random.Next(3) == 0) given.TryVeto(change, by, random.Next(2) == 0);
                break;
            case 5:
                if (random.Next(4) == 0) given.TryFreeze(by, TimeSpan.FromHours(random.Next(1, 100)));
                break;
            case 6:
                if (random.Next(3) == 0) given.Signal(random.Next(2) == 0 ? "inCall" : "keyLeaked", "k1");
                break;
            default:
                Withdraw(given, random, young, asked);
                break;
        }
    }

    private static void Ask(Given given, Random random, By by, Dictionary<string, Instant> asked)
    {
        var key = Keys[random.Next(Keys.Length)];
        Edit[] all =
        [
            Grant("transfer", key), Grant("withdraw", key), Revoke("withdraw", key), AddSource("203.0.113.0/24", key), RemoveSource(Net, key),
            AddSource(Net, key), Rotate(key), Rotate(key, TimeSpan.Zero), new Edit.SuspendKey(key), new Edit.ResumeKey(key),
            To("thief"), NotTo("thief"), Limit(random.Next(100, 200_000)), new Edit.SetAllowance(random.Next(10, 50)), Guardian("bert"),
            new Edit.RemoveGuardian("anna"), new Edit.LiftFreeze(null), Passkey("p" + random.Next(3)), new Edit.RemoveFactor("p1"),
            Hold(Element.Withdraw, random.Next(48, 100)), UnboundKey("k3", "read", "withdraw"), new Edit.RemoveKey("k3"),
            new Edit.RemoveCredential(key, "c1"), new Edit.SetExpiry(key, given.Now + TimeSpan.FromDays(random.Next(1, 90))),
            new Edit.ResetFactors(), new Edit.Recover("new", FactorKind.Passkey, "new"), Webhook("hook"), new Edit.RemoveChannel("hook"),
            Alerts(random.Next(2) == 0 ? random.Next(1, 80) : null, random.Next(2) == 0, random.Next(2) == 0 ? Night : null),
        ];
        random.Shuffle(all);
        if (random.Next(3) == 0) (by, all) = (Given.Owner, [To("thief")]);
        var edits = all.DistinctBy(e => Thing.Of(Given.Alice, e)).Take(random.Next(1, 4)).ToArray();
        given.TryAsk(by, edits);
        if (given.Seen.Changes.Any(c => c.AskedAt == given.Now && Array.Exists(c.Parts, p => p.Does is Edit.AddDestination)))
            asked["thief"] = given.Now;
    }

    private static void Withdraw(Given given, Random random, List<(Instant, decimal)> young, Dictionary<string, Instant> asked)
    {
        var to = Places[random.Next(Places.Length)];
        var isIn = given.Account.Destinations.Any(d => d.Address == to);
        var judged = given.Withdraw(random.Next(1, 80), to, Via(Keys[random.Next(Keys.Length)], ip: random.Next(3) == 0 ? Elsewhere : At));
        if (judged.Decision == Decision.Challenge) given.TryApproveWithdrawal(judged.Request.Id);
        judged = given.Known(judged.Request.Id)!;
        if (judged.Decision != Decision.Allow) return;
        if (!isIn) young.Add((given.Now, judged.Request.Amount));
        else if (to == "thief") Assert.True(given.Now > asked["thief"] + TimeSpan.FromHours(48));
    }
}
