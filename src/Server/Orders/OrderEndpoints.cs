using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Accounts;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;
using Holdfast.Server.Withdrawals;

namespace Holdfast.Server.Orders;

/// <summary>Taking prices, and deciding orders by them.</summary>
internal sealed class OrderEndpoints(Api api, OwnerBook owners, InstallationClock clock, PriceBook prices)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/prices", api.Post(Door.Decide, TakePrices)).Is(Operations.ReportPrices);
        routes.MapPost("/v1/accounts/{id}/orders", api.Post(Door.Decide, PlaceAsync)).Is(Operations.PlaceOrder);
    }

    private ValueTask<Answered> TakePrices(Ask ask)
    {
        var reading = Bodies.Prices(ask.Body);
        if (reading.Value is not { } body) return new(Problems.Of(reading.Mistakes));
        return new(prices.TryTake(body, clock.Sure())
            ? new Answered(200, Json.Bytes(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("taken", body.Length);
                json.WriteEndObject();
            }))
            : Problems.Of(409, "tooManyPairs", $"prices of at most {PriceBook.MostPairs} pairs are kept"));
    }

    /// <summary>What counts nothing is answered from what is durable, without a write; all else is recorded first.</summary>
    private async ValueTask<Answered> PlaceAsync(Ask ask)
    {
        var account = ask.Route("id");
        var reading = Bodies.Order(account, ask.Body);
        if (reading.Value is not { } order) return Problems.Of(reading.Mistakes);
        if (owners.OwnerOf(account) is not { } owner) return AccountEndpoints.Unknown(account);
        var seen = await owners.ShowOwnerAsync(owner);
        if (Decide(seen, order) is Outcome.Nothing) return Activity(seen, order);
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Decide = moment => Decide(moment, order),
            Answer = (outcome, moment) => outcome switch
            {
                Outcome.Refused refused => Problems.Of(refused),
                Outcome.Records { Events: [.., OwnerEvent.OrderDecided e] } => View(order, e.Order.Decision, e.Order.Reasons, e.Order.Until),
                _ => Activity(moment, order),
            },
        });
    }

    private Outcome Decide(Moment moment, OrderRequest order) => PlaceOrder.Decide(
        moment.State, new PlaceOrder(order, prices.For(order.Pair, moment.Policy)), moment.Policy, moment.At, moment.Wall);

    private Answered Activity(Moment moment, OrderRequest order)
    {
        var judgement = JudgeOrder.Judge(
            moment.State, moment.State.Find(order.Account)!, order, prices.For(order.Pair, moment.Policy), moment.Policy,
            moment.At, moment.Wall).Judgement;
        return View(order, judgement.Decision, judgement.List(), judgement.Until == Instant.Never ? null : judgement.Until);
    }

    private Answered View(OrderRequest order, Decision decision, Reason[] reasons, Instant? until) => new(
        decision == Decision.Allow ? 200 : 403,
        Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("order", order.Id);
            json.WriteString("decision", WithdrawalView.Word(decision));
            json.WriteOptional("until", until, clock.Shown);
            json.WriteStartArray("reasons");
            foreach (var reason in reasons)
            {
                json.WriteStartObject();
                json.WriteString("code", reason.Code());
                json.WriteString("text", reason.Text());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }));
}
