using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Answers;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Orders;

/// <summary>What an order came to.</summary>
internal sealed record OrderVerdict(Decision Decision, Reason[] Reasons, Instant? Until);

/// <summary>The one place where orders are decided, whoever asks: the platform, or the gate.</summary>
internal sealed class OrderDesk(OwnerBook owners, PriceBook prices)
{
    /// <summary>What counts nothing is answered from what is durable, without a write; all else is recorded first.</summary>
    /// <param name="write">How a verdict is answered.</param>
    public async ValueTask<Answered> DecideAsync(
        string owner, OrderRequest order, Func<OrderVerdict, Answered> write, RequestKey? request = null)
    {
        var seen = await owners.ShowOwnerAsync(owner);
        if (Decide(seen, order) is Outcome.Nothing) return write(Activity(seen, order));
        return await owners.RunAsync(owner, new Command
        {
            Request = request,
            Decide = moment => Decide(moment, order),
            Answer = (outcome, moment) => outcome switch
            {
                Outcome.Refused refused => Problems.Of(refused),
                Outcome.Records { Events: [.., OwnerEvent.OrderDecided e] } =>
                    write(new OrderVerdict(e.Order.Decision, e.Order.Reasons, e.Order.Until)),
                _ => write(Activity(moment, order)),
            },
        });
    }

    /// <summary>Judges orders that were read at the gate, one after the other until one may not be placed; null where all may.</summary>
    /// <returns>A code of refusal; what was counted before it stays counted.</returns>
    public async ValueTask<string?> JudgeAsync(string account, byte[][] orders)
    {
        if (owners.OwnerOf(account) is not { } owner) return "orderDenied";
        foreach (var json in orders)
        {
            if (Bodies.Order(account, json, prices.Named).Value is not { } order) return "orderUnreadable";
            Decision? decision = null;
            await DecideAsync(owner, order, verdict =>
            {
                decision = verdict.Decision;
                return new Answered(200, default);
            });
            if (decision != Decision.Allow) return "orderDenied";
        }
        return null;
    }

    private Outcome Decide(Moment moment, OrderRequest order) => PlaceOrder.Decide(
        moment.State, new PlaceOrder(order, prices.For(order.Pair, moment.Policy)), moment.Policy, moment.At, moment.Wall);

    private OrderVerdict Activity(Moment moment, OrderRequest order)
    {
        var judgement = JudgeOrder.Judge(
            moment.State, moment.State.Find(order.Account)!, order, prices.For(order.Pair, moment.Policy), moment.Policy,
            moment.At, moment.Wall).Judgement;
        return new OrderVerdict(judgement.Decision, judgement.List(), judgement.Until == Instant.Never ? null : judgement.Until);
    }
}
