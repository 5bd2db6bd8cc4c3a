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

/// <summary>Taking prices, and answering what an order comes to.</summary>
internal sealed class OrderEndpoints(Api api, OwnerBook owners, InstallationClock clock, PriceBook prices, OrderDesk desk)
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

    private ValueTask<Answered> PlaceAsync(Ask ask)
    {
        var account = ask.Route("id");
        var reading = Bodies.Order(account, ask.Body);
        if (reading.Value is not { } order) return new(Problems.Of(reading.Mistakes));
        if (owners.OwnerOf(account) is not { } owner) return new(AccountEndpoints.Unknown(account));
        return desk.DecideAsync(owner, order, verdict => View(order.Id, verdict), ask.Request);
    }

    private Answered View(string order, OrderVerdict verdict) => new(
        verdict.Decision == Decision.Allow ? 200 : 403,
        Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("order", order);
            json.WriteString("decision", WithdrawalView.Word(verdict.Decision));
            json.WriteOptional("until", verdict.Until, clock.Shown);
            json.WriteStartArray("reasons");
            foreach (var reason in verdict.Reasons)
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
