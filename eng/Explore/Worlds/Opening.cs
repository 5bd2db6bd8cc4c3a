using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Explore.Ghosts;
using Holdfast.Explore.Moves;

namespace Holdfast.Explore.Worlds;

/// <summary>Opens the account that a search starts from, by the product's own commands, and lets it age for 60 days.</summary>
internal static class Opening
{
    public static Node Of(Element[] elements, Core? core = null, bool wide = false, Policy? policy = null)
    {
        var world = new World(elements, policy ?? Policy.Default, core ?? Core.Product, new Menu(elements, wide));
        var (state, _) = Account(world);
        return new Node
        {
            World = world,
            State = state,
            Now = Cast.Begins,
            Ghost = Ghost.At(state, world.Policy, Cast.Begins),
        };
    }

    /// <summary>The state at the attacker's first moment, and the events that made it.</summary>
    public static (OwnerState State, List<(OwnerEvent Event, Instant At)> Log) Account(World world)
    {
        var log = new List<(OwnerEvent, Instant)>();
        var state = Fold(OwnerState.None, new OwnerEvent.AccountOpened(Cast.Account, "o1", true), Cast.Opened, log);
        state = Ask(state, Cast.Account, "o1", Basics(), Cast.Opened, log);
        var later = Cast.Opened + TimeSpan.FromDays(10);
        var own = world.Elements.SelectMany(Edits.Opening).ToArray();
        if (own.Length > 0) state = Ask(Maturing.At(state, later), Cast.Account, "o2", own, later, log);
        if (world.Has(Element.Join) || world.Has(Element.Transfer))
        {
            var joins = Cast.Begins - TimeSpan.FromHours(1);
            state = Fold(Maturing.At(state, joins), new OwnerEvent.AccountOpened(Cast.Second, "o1", false), joins, log);
        }
        return (Maturing.At(state, Cast.Begins), log);
    }

    private static Edit[] Basics() =>
    [
        new Edit.AddChannel(Cast.Mail, ChannelKind.Email, "owner@example.org"),
        new Edit.AddKey(Cast.Bot, "bot", ["read", "trade", "withdraw"], [Cast.HomeSource], null, new CredentialKind.Kept()),
        new Edit.AddKey(Cast.Reader, "portfolio", ["read"], [], null, new CredentialKind.Kept()),
        new Edit.AddDestination("USDT", "TRON", Cast.Home, null, "home"),
        new Edit.AddFactor(Cast.OwnTotp, FactorKind.Totp, "phone", null),
        new Edit.AddGuardian(Cast.Guardian, "sister", "sister@example.org"),
    ];

    private static OwnerState Ask(
        OwnerState state, string account, string id, Edit[] edits, Instant at, List<(OwnerEvent, Instant)> log)
    {
        var ask = new AskChange(account, Cast.Owner, edits, [], id, id, [], Opening: true);
        var asked = ((Outcome.Records)AskChange.Decide(state, ask, Policy.Default, at)).Events;
        state = asked.Aggregate(state, (s, e) => Fold(s, e, at, log));
        return Fold(state, new OwnerEvent.ChangeTold(id, Cast.Mail), at, log);
    }

    private static OwnerState Fold(OwnerState state, OwnerEvent @event, Instant at, List<(OwnerEvent, Instant)> log)
    {
        log.Add((@event, at));
        return OwnerFold.Apply(state, @event, at);
    }
}
