using System.Text.Json;
using Holdfast.Domain.Json;
using Holdfast.Domain.Money;
using Holdfast.Domain.Reviews;
using Holdfast.Server.Accounts;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Gate;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Tokens;

namespace Holdfast.Server.Reviews;

/// <summary>The data of a review: what each key can do, what it was used for, what it could lose, and what of it nobody would miss.</summary>
internal sealed class ReviewEndpoints(Api api, OwnerBook owners, KeyRing ring, InstallationClock clock)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/accounts/{id}/review", api.Get(Door.DecideOrStaff, ReviewAsync)).Is(Operations.ReviewKeys);

    private async ValueTask<Answered> ReviewAsync(HttpContext http, Caller caller)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        if (await owners.ShowAsync(id) is not { } moment) return AccountEndpoints.Unknown(id);
        var reviews = ReviewKeys.Of(
            moment.State, moment.State.Find(id)!, moment.Policy, moment.At, moment.Wall, key => ring.UsageOf(id, key.Id));
        return new Answered(200, Json.Bytes(json => Write(json, moment, reviews)));
    }

    private void Write(Utf8JsonWriter json, Moment moment, KeyReview[] reviews)
    {
        json.WriteStartObject();
        json.WriteString("currency", moment.Policy.Currency);
        json.WriteStartArray("keys");
        foreach (var review in reviews)
        {
            json.WriteStartObject();
            json.WriteString("key", review.Key.Id);
            json.WriteString("label", review.Key.Label);
            json.WriteStartArray("can");
            foreach (var permission in review.Key.Permissions) json.WriteStringValue(permission.Name);
            json.WriteEndArray();
            json.WriteOptional("watchedSince", review.Usage.Since, clock.Shown);
            json.WriteOptional("lastUsed", review.Usage.LastUsed, clock.Shown);
            json.WriteStartArray("used");
            foreach (var (permission, last) in review.Usage.Permissions.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("permission", permission);
                json.WriteString("last", clock.Shown(last).ToString());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteLoss(json, review.Loss);
            WriteSuggestions(json, review.Suggestions);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLoss(Utf8JsonWriter json, QuietLoss loss)
    {
        json.WriteStartObject("couldLose");
        json.WriteString("bound", Camel(loss.Bound));
        if (loss.AtMost is { } amount) json.WriteString("atMost", Amount.Format(amount));
        else json.WriteNull("atMost");
        json.WriteNumber("places", loss.Places.Length);
        json.WriteString("text", ReviewWords.Of(loss));
        json.WriteEndObject();
    }

    private static void WriteSuggestions(Utf8JsonWriter json, Suggestion[] suggestions)
    {
        json.WriteStartArray("spare");
        foreach (var suggestion in suggestions)
        {
            json.WriteStartObject();
            json.WriteString("why", Camel(suggestion.Why));
            json.WriteString("text", ReviewWords.Of(suggestion.Why));
            json.WriteStartArray("edits");
            foreach (var edit in suggestion.Edits) JsonSerializer.Serialize(json, edit, DomainJson.Default.Edit);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Camel<T>(T choice) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());
}
