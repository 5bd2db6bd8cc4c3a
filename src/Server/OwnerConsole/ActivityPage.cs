using System.Globalization;
using Holdfast.Consoles.Pages;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Money;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Changes;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.Server.OwnerConsole;

/// <summary>What happened to an owner, out of the log, the newest first, each decision with its reasons.</summary>
internal sealed class ActivityPage(ILog log)
{
    private const int Rows = 30;

    public ActivityModel Of(HttpContext http, Look look)
    {
        var before = long.TryParse(http.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : (long?)null;
        var events = log.History(look.Who.Owner, before, Rows);
        return new ActivityModel(
            [.. events.Select(e => Row(look, e)).OfType<ActivityRow>()],
            events.Count < Rows ? null : $"/console/activity?before={events[^1].Position}", look.Now);
    }

    private static ActivityRow? Row(Look look, StoredEvent stored)
    {
        var at = look.Date(new Instant(stored.At));
        return EventCodec.Read(stored) switch
        {
            OwnerEvent.AccountOpened e => new ActivityRow(at, $"The account {e.Account} was opened.", [], null),
            OwnerEvent.AccountImported e => new ActivityRow(at, $"The account {e.Account} moved in.", [], null),
            OwnerEvent.ChangeAsked e => new ActivityRow(at, $"{Upper(ChangeRows.Asker(look, e.By))} asked: {string.Join(' ', e.Text)}", [.. e.Assessment.Reasons.Select(Domain.Evidence.Assessing.Text)], Path(look, e.Change)),
            OwnerEvent.ChangeApproved e => new ActivityRow(at, $"{Upper(ChangeRows.Asker(look, e.By))} approved a change.", [], Path(look, e.Change)),
            OwnerEvent.ChangeTold e => new ActivityRow(at, "You were told of a change, and its wait began.", [], Path(look, e.Change)),
            OwnerEvent.ChangeVetoed e when e.Quiet && !SeesQuiet(look, e.Change) => null,
            OwnerEvent.ChangeVetoed e => new ActivityRow(at, $"{Upper(ChangeRows.Asker(look, e.By))} stopped a change{(e.Quiet ? ", quietly" : "")}.", [], Path(look, e.Change)),
            OwnerEvent.AccountFrozen e => new ActivityRow(at, $"{Upper(ChangeRows.Asker(look, e.Freeze.By))} froze the account: {e.Freeze.Reason}.", [], null),
            OwnerEvent.SignalObserved e => new ActivityRow(at, $"Your platform observed something: {e.Signal.Kind}.", [], null),
            OwnerEvent.CodeFailed e => new ActivityRow(at, $"A wrong code came from {ChangeRows.Asker(look, e.By)}.", [], null),
            OwnerEvent.WithdrawalDecided e => Withdrawal(look, at, e.Withdrawal),
            OwnerEvent.WithdrawalCancelled e => new ActivityRow(at, $"The withdrawal {e.Withdrawal.Request.Id} was cancelled.", [], null),
            OwnerEvent.OrderDecided e => new ActivityRow(at, $"An order on {e.Order.Order.Pair} was judged.", [], null),
            OwnerEvent.CallReported => new ActivityRow(at, "You reported a call.", [], null),
            OwnerEvent.RequestsRefused e => new ActivityRow(at, $"{e.Count} requests with the API key {e.Key} were refused: {e.Code}.", [], null),
            OwnerEvent.SessionOpened e => new ActivityRow(at, $"Signed in with {e.Session.Device ?? "a browser"}, {(e.By is null ? "by a link from your platform" : "by a factor of yours")}.", [], null),
            OwnerEvent.SessionsEnded => new ActivityRow(at, "Signed out.", [], null),
            OwnerEvent.Announced e => new ActivityRow(at, $"We wrote to you: {e.Subject}", [], e.Change is null ? null : Path(look, e.Change)),
            _ => null,
        };
    }

    private static ActivityRow Withdrawal(Look look, DateTimeOffset at, WithdrawalRecord w)
    {
        var what = $"{Amount.Format(w.Request.Amount)} {w.Request.Asset} to {BeforeAfter.Grouped(w.Request.Address)}";
        return new ActivityRow(at, w.Decision switch
        {
            Decision.Allow => $"Let through: {what}.",
            Decision.Challenge => $"Must be confirmed: {what}.",
            Decision.Hold => $"Waits: {what}.",
            Decision.Deny => $"Refused: {what}.",
            _ => throw new InvalidOperationException($"no words for {w.Decision}"),
        }, [.. w.Reasons.Select(r => Upper(r.Text()) + "."), .. w.Until is { } until ? (string[])[$"Asking again helps from {look.Say(until)}."] : []], null);
    }

    /// <summary>Only where the change is known still, and to whoever may see it.</summary>
    private static string? Path(Look look, string change) => look.Moment.State.FindChange(change) is null ? null : "/console/changes/" + change;

    private static bool SeesQuiet(Look look, string id) =>
        look.Moment.State.FindChange(id) is not { } change || change.Quiet is null || ChangeView.SeesQuietVeto(look.Moment.State, change, look.Viewer);

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
