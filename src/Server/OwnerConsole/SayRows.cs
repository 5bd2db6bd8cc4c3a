using Holdfast.Consoles.Pages;
using Holdfast.Consoles.Words;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;

namespace Holdfast.Server.OwnerConsole;

/// <summary>Addresses, bounds, people and ways to sign in, as their owner is shown them.</summary>
internal static class SayRows
{
    public static AddressesModel Addresses(Look look)
    {
        var state = look.Moment.State;
        return new AddressesModel(
            Array.ConvertAll(state.Accounts, a => new AccountAddresses(a.Id,
            [
                .. a.Destinations.Select(d => new AddressRow(d.Asset, d.Network, BeforeAfter.Grouped(d.Address), d.Tag, d.Label, Aged(look, d.Since),
                    Look.Json(new Edit.RemoveDestination(d.Asset, d.Network, d.Address, d.Tag)))),
                .. look.Held($"destination/{a.Id}/").Where(p => p.Does is Edit.AddDestination).Select(p => Waiting(look, p)),
            ])),
            Array.TrueForAll(state.Accounts, a => a.Destinations.Length == 0), Allowance(look));
    }

    public static BoundsModel Bounds(Look look)
    {
        var state = look.Moment.State;
        var account = look.Who.Session.Account;
        return new BoundsModel(
            account,
            [
                .. state.Limits.Where(l => l.AmountAt(look.Moment.At) is not null).Select(l => new LimitRow(
                    $"At most {Amount.Format(l.AmountAt(look.Moment.At)!.Value)} {l.Asset ?? l.Currency} in {Times.Span(l.Period)}.",
                    l.Overlay is { } o && o.Ends > look.Moment.At ? $"A stricter one runs until {look.Say(o.Ends)}." : "In force.",
                    Look.Json(new Edit.RemoveLimit(l.Asset, l.Currency, l.Period)))),
                .. look.Held("limit/").Select(p => new LimitRow(Wording.Say(p.Does), look.From(p), null)),
            ],
            Allowance(look),
            state.Challenge is { } above ? $"Every withdrawal above {Amount.Format(above)} {look.Moment.Policy.Currency} must be confirmed by you." : "No withdrawal needs to be confirmed because of its size.",
            look.Moment.Policy.Currency,
            [.. Elements.All.Select(e => new HoldRow(e.Name(), Hold(look, e)))]);
    }

    public static PeopleModel People(Look look) => new(
        look.Who.Session.Account,
        [
            .. look.Moment.State.Guardians.Select(g => new PersonRow(g.Id, g.Name, $"{g.Email}; {(g.Since is null ? "can stop new things; his full say still waits" : "can stop changes and freeze")}", Look.Json(new Edit.RemoveGuardian(g.Id)))),
        ],
        [
            .. look.Moment.State.Channels.Where(c => c.EndedAt is null).Select(c => new PersonRow(
                c.Id, c.To, $"{c.Kind.ToString().ToLowerInvariant()}; {(c.Since is null ? "is told, and does not yet start a wait" : "is told of everything that makes more possible")}", Look.Json(new Edit.RemoveChannel(c.Id)))),
        ]);

    public static SignInsModel SignIns(Look look) => new(
        look.Who.Session.Account,
        [
            .. look.Moment.State.Factors.Select(f => new PersonRow(
                f.Id, Name(f.Kind) + (f.Kind == FactorKind.Platform ? "" : $", you named it “{f.Label}”"),
                f.Kind == FactorKind.Recovery ? $"{Domain.Factors.RecoveryCodes.Count - (f.Spent?.Length ?? 0)} codes left"
                    : f.Kind == FactorKind.Platform && Consents.PlatformWordIsOver(look.Moment.State, look.Moment.Policy, look.Moment.At) ? "no longer approves anything: you have a factor of your own" : Aged(look, f.Since),
                f.Kind == FactorKind.Platform ? null : Look.Json(new Edit.RemoveFactor(f.Id)))),
            .. look.Held("factor/").Where(p => p.Does is Edit.AddFactor { Guardian: null }).Select(p => new PersonRow(
                ((Edit.AddFactor)p.Does).Factor, $"{Name(((Edit.AddFactor)p.Does).Kind)}, you named it “{((Edit.AddFactor)p.Does).Label}”", look.From(p), null)),
        ],
        [
            .. look.Moment.State.Sessions.Where(s => !s.IsOver(look.Moment.Wall)).Reverse().Select(s => new SessionRow(
                s.Id, s.Device ?? "a browser", $"since {look.Say(s.Since)}; {(s.IsFull ? "by a factor of yours" : "by a link from your platform")}{(s.Id == look.Who.Session.Id ? "; this is here" : "")}", s.Id == look.Who.Session.Id)),
        ],
        look.Who.Session.IsFull || FirstFactor.IsMissing(look.Who), !FirstFactor.IsMissing(look.Who), kind => FirstFactor.FreshId(look.Who, kind));

    private static AddressRow Waiting(Look look, HeldPart part)
    {
        var d = (Edit.AddDestination)part.Does;
        return new AddressRow(d.Asset, d.Network, BeforeAfter.Grouped(d.Address), d.Tag, d.Label, look.From(part), null);
    }

    private static string Aged(Look look, long since) => Ages.IsAged(look.Moment.State, look.Moment.Policy, look.Moment.At, since) ? "In force."
        : "In force, and still young: what is new is watched for a while.";

    private static string Allowance(Look look) => $"{Amount.Format(look.Moment.State.Allowance ?? look.Moment.Policy.Allowance)} {look.Moment.Policy.Currency}";

    private static string Hold(Look look, Element element)
    {
        var state = look.Moment.State;
        var now = state.HoldOf(element, look.Moment.Policy, look.Moment.At);
        var overlay = Array.Find(state.Holds, h => h.Element == element)?.OverlayEnds;
        return (now == TimeSpan.Zero ? "at once" : Times.Span(now)) + (overlay is { } ends && ends > look.Moment.At ? $", until {look.Say(ends)}" : "");
    }

    private static string Name(FactorKind kind) => kind switch
    {
        FactorKind.Platform => "The word of your platform",
        FactorKind.Totp => "Authenticator app",
        FactorKind.Passkey => "Passkey",
        FactorKind.Recovery => "Recovery codes",
        _ => throw new InvalidOperationException($"no words for {kind}"),
    };
}
