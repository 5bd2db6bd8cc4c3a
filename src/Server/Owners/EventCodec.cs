using Holdfast.Domain.Accounts;
using Holdfast.Domain.Json;
using Holdfast.Storage;

namespace Holdfast.Server.Owners;

/// <summary>Between the events of the domain and the rows of the log.</summary>
internal static class EventCodec
{
    public static NewEvent Write(OwnerEvent @event) =>
        new(TypeOf(@event), AccountOf(@event), DomainJson.Write(@event));

    /// <exception cref="InvalidDataException">The owner was erased, so the event can't be read any more.</exception>
    public static OwnerEvent Read(StoredEvent stored) => DomainJson.ReadEvent(
        (stored.Body ?? throw new InvalidDataException("the owner of this event was erased")).Span);

    /// <summary>The stored name: the name of the case, its first letter lower.</summary>
    public static string TypeOf(OwnerEvent @event) => @event switch
    {
        OwnerEvent.AccountOpened => "accountOpened",
        OwnerEvent.ChangeAsked => "changeAsked",
        OwnerEvent.ChangeApproved => "changeApproved",
        OwnerEvent.ChangeTold => "changeTold",
        OwnerEvent.ChangeVetoed => "changeVetoed",
        OwnerEvent.AccountFrozen => "accountFrozen",
        OwnerEvent.SignalObserved => "signalObserved",
        OwnerEvent.CodeFailed => "codeFailed",
        OwnerEvent.PolicyFollowed => "policyFollowed",
        OwnerEvent.ClockFollowed => "clockFollowed",
        OwnerEvent.Announced => "announced",
        OwnerEvent.AlertRaised => "alertRaised",
        OwnerEvent.RequestsRefused => "requestsRefused",
        OwnerEvent.WithdrawalDecided => "withdrawalDecided",
        OwnerEvent.WithdrawalObserved => "withdrawalObserved",
        OwnerEvent.WithdrawalCancelled => "withdrawalCancelled",
        OwnerEvent.OrderDecided => "orderDecided",
        OwnerEvent.CallReported => "callReported",
        OwnerEvent.AccountImported => "accountImported",
        OwnerEvent.ConsoleLinkMade => "consoleLinkMade",
        OwnerEvent.SessionOpened => "sessionOpened",
        OwnerEvent.SessionsEnded => "sessionsEnded",
        _ => throw new InvalidOperationException($"no name for {@event.GetType().Name}"),
    };

    /// <summary>The account that an event names; changes after the first event are found through their owner.</summary>
    private static string AccountOf(OwnerEvent @event) => @event switch
    {
        OwnerEvent.AccountOpened e => e.Account,
        OwnerEvent.ChangeAsked e => e.Account,
        OwnerEvent.AccountFrozen e => e.Account,
        OwnerEvent.SignalObserved e => e.Account,
        OwnerEvent.CodeFailed e => e.Account,
        OwnerEvent.Announced e => e.Account,
        OwnerEvent.AlertRaised e => e.Account,
        OwnerEvent.RequestsRefused e => e.Account,
        OwnerEvent.WithdrawalDecided e => e.Withdrawal.Request.Account,
        OwnerEvent.WithdrawalObserved e => e.Withdrawal.Request.Account,
        OwnerEvent.WithdrawalCancelled e => e.Withdrawal.Request.Account,
        OwnerEvent.OrderDecided e => e.Order.Order.Account,
        OwnerEvent.CallReported e => e.Account,
        OwnerEvent.AccountImported e => e.Account,
        OwnerEvent.ConsoleLinkMade e => e.Account,
        OwnerEvent.SessionOpened e => e.Account,
        OwnerEvent.SessionsEnded e => e.Account,
        OwnerEvent.ChangeApproved or OwnerEvent.ChangeTold or OwnerEvent.ChangeVetoed or OwnerEvent.PolicyFollowed
            or OwnerEvent.ClockFollowed => "",
        _ => throw new InvalidOperationException($"no account for {@event.GetType().Name}"),
    };
}
