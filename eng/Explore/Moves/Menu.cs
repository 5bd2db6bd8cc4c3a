using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Moves;

/// <summary>All that may be done in a world: the same everywhere but for what a situation itself offers.</summary>
internal sealed class Menu
{
    private static readonly decimal[] Amounts = [30, 50, 1000];

    private readonly bool wide;
    private readonly Element[] elements;
    private readonly Move[] always;

    /// <param name="wide">Also by link, by key, two edits at once and odd withdrawals.</param>
    public Menu(Element[] elements, bool wide)
    {
        (this.elements, this.wide) = (elements, wide);
        always = [.. Asks().DistinctBy(a => a.ToString()), .. Freezes(), .. Withdrawals(), .. Signals(), .. Waits()];
    }

    public IReadOnlyList<Move> Always => always;

    /// <summary>Everything that can be tried here, useful or not.</summary>
    public void Offer(Node node, List<Move> moves)
    {
        moves.Clear();
        moves.AddRange(always);
        foreach (var change in node.State.Changes)
            if (change.Waits) OfChange(change, int.Parse(change.Id.AsSpan(1)), moves);
        if (node.Waiting is { } waiting)
        {
            moves.Add(new Move.GoOn(waiting.Decision == Decision.Challenge ? Step.ApproveWaiting : Step.ReleaseWaiting));
            if (wide || Has(Element.Guardian)) moves.Add(new Move.GoOn(Step.GuardianApprovesWaiting));
        }
        if (node.FirstOut is not null) moves.AddRange([new Move.GoOn(Step.PermitFirst), new Move.GoOn(Step.CancelFirst)]);
        if (node.LastOut is not null) moves.AddRange([new Move.GoOn(Step.PermitLast), new Move.GoOn(Step.CancelLast)]);
    }

    private void OfChange(Change change, int number, List<Move> moves)
    {
        if (change.AwaitsApproval)
        {
            moves.Add(new Move.Approve(number, true, change.NeedsStaff));
            moves.Add(new Move.Approve(number, false, change.NeedsStaff));
        }
        else if (change.ToldAt is null) moves.Add(new Move.Tell(number));
        moves.Add(new Move.Veto(number, Cast.Guardians[0], false));
        moves.Add(new Move.Veto(number, Cast.Owner, true));
        if (Has(Element.Guardian)) moves.Add(new Move.Veto(number, Cast.Guardians[1], false));
        if (!wide) return;
        moves.Add(new Move.Veto(number, Cast.Owner, false));
        moves.Add(new Move.Veto(number, Cast.Guardians[0], true));
        moves.Add(new Move.Veto(number, new By(ByKind.Link, Cast.Mail), false));
        moves.Add(new Move.Veto(number, new By(ByKind.Link, Cast.NewMail), false));
    }

    private bool Has(Element element) => Array.IndexOf(elements, element) >= 0;

    private IEnumerable<Move> Asks()
    {
        var edits = elements.SelectMany(e => Edits.Expanding(e).Concat(Edits.Reducing(e)))
            .Concat(Has(Element.Freeze) ? [] : Edits.Expanding(Element.Freeze)).ToArray();
        foreach (var edit in edits) yield return Ask(edit is Edit.Recover ? Cast.Staff : Cast.Owner, edit);
        if (Has(Element.Manage))
            yield return Ask(new By(ByKind.Key, Cast.Reader), Edits.Expanding(Element.Destination)[0]);
        if (!wide) yield break;
        yield return Ask(new By(ByKind.Key, Cast.Bot), new Edit.Revoke(Cast.Bot, "withdraw"));
        yield return Ask(Cast.Owner, new Edit.AddSource(Cast.Bot, Cast.AwaySource), new Edit.RemoveSource(Cast.Bot, Cast.HomeSource));
        yield return Ask(Cast.Owner, new Edit.RemoveKey(Cast.Bot));
        yield return Ask(Cast.Owner, new Edit.Revoke(Cast.Reader, "withdraw"), Edits.Expanding(Element.Destination)[0]);
        foreach (var element in elements)
            yield return Ask(Cast.Owner, new Edit.SetHold(element, TimeSpan.FromHours(96), TimeSpan.FromHours(24)));
    }

    private static Move.Ask Ask(By by, params Edit[] edits) => new(
        $"{string.Join(" + ", edits.Select(e => Wording.Say(e).TrimEnd('.')))}{(by == Cast.Owner ? "" : $" by {by.Id}")}",
        edits[0] is Edit.Join ? Cast.Second : Cast.Account, by, edits);

    private IEnumerable<Move> Freezes()
    {
        yield return new Move.Freeze(Cast.OwnersFreeze, Cast.Owner, null);
        yield return new Move.Freeze(Cast.GuardiansFreeze, Cast.Guardians[0], TimeSpan.FromHours(36));
        if (wide || Has(Element.Freeze)) yield return new Move.Freeze(Cast.OwnersWeekFreeze, Cast.Owner, TimeSpan.FromDays(7));
    }

    private IEnumerable<Move> Withdrawals()
    {
        foreach (var road in Roads())
        {
            foreach (var amount in Amounts) yield return new Move.Withdraw(road, Cast.Away, amount);
            if (road != Road.Session) yield return new Move.Withdraw(road, Cast.Home, 1000);
        }
        if (Has(Element.Join)) yield return new Move.Withdraw(Road.Session, Cast.Second, 1000);
        if (Has(Element.Join) || Has(Element.Transfer)) yield return new Move.Withdraw(Road.BotFromHome, Cast.Second, 1000);
        if (!wide) yield break;
        yield return new Move.Withdraw(Road.BotFromHome, Cast.Away, 200, Envelope: true);
        yield return new Move.Withdraw(Road.BotFromHome, Cast.Home, 50);
        yield return new Move.Withdraw(Road.Session, Cast.Away, 10, Asset: "XYZ");
    }

    private IEnumerable<Road> Roads()
    {
        yield return Road.Session;
        yield return Road.BotFromHome;
        if (Has(Element.Source)) yield return Road.BotFromAway;
        if (Has(Element.Withdraw)) yield return Road.ReaderFromAway;
        if (!Has(Element.Credential)) yield break;
        yield return Road.BotOldestFromHome;
        yield return Road.FreshFromAway;
    }

    private IEnumerable<Move> Signals() => wide ? [new Move.Signal("inCall"), new Move.Signal("newDevice")] : [];

    private static IEnumerable<Move> Waits() => Enum.GetValues<Span>().Select(s => new Move.Wait(s));
}
