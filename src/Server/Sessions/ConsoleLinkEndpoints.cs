using Holdfast.Server.Accounts;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Sessions;

/// <summary>The platform lets a customer of its own into the console: by a link that opens once, within a minute.</summary>
internal sealed class ConsoleLinkEndpoints(Api api, OwnerBook owners, SessionBook sessions, InstallationClock clock, Func<string> publicUrl)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/accounts/{id}/console-links", api.Post(Door.Decide, MakeAsync, mayBeEmpty: true)).Is(ConsoleOperations.MakeLink);

    private async ValueTask<Answered> MakeAsync(Ask ask)
    {
        var reading = Bodies.Nothing(ask.Body);
        if (reading.Value is null) return Problems.Of(reading.Mistakes);
        var account = ask.Route("id");
        if (owners.OwnerOf(account) is not { } owner) return AccountEndpoints.Unknown(account);
        var token = Ids.Secret();
        return await sessions.MakeLinkAsync(account, owner, token, ask.Request, until => new Answered(
            201,
            Json.Bytes(json =>
            {
                json.WriteStartObject();
                json.WriteString("until", clock.Shown(until).ToString());
                json.WriteEndObject();
            }),
            new OnceOnly("url", () => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes($"{publicUrl()}/console/open/{token}"))));
    }
}
