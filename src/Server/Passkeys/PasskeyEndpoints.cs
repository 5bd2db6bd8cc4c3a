using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Server.Accounts;
using Holdfast.Server.Answers;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Passkeys;

/// <summary>
/// Registering a passkey: a browser is asked to make one, and what it made is asked for as a change like any other. It is power, so it
/// waits and ages as all power does.
/// </summary>
internal sealed class PasskeyEndpoints(Api api, OwnerBook owners, ChangeEndpoints changes, OwnerPasskeys passkeys, InstallationClock clock)
{
    /// <summary>A test may plant something.</summary>
    public Ceremonies Ceremonies { get; init; } = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/accounts/{id}/passkeys", api.Post(Door.Decide, ask => ValueTask.FromResult(Begin(ask)))).Is(Operations.BeginPasskey);
        routes.MapPost("/v1/accounts/{id}/passkeys/{ceremony}", api.Post(Door.Decide, FinishAsync)).Is(Operations.RegisterPasskey);
    }

    private Answered Begin(Ask ask)
    {
        var reading = Bodies.Passkey(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (ask.Caller.MaySpeakFor(body.By) is { } no) return no;
        var account = ask.Route("id");
        if (owners.OwnerOf(account) is not { } owner) return AccountEndpoints.Unknown(account);
        return Begin(owner, account, body.Factor, body.Label) is var (ceremony, options)
            ? new Answered(201, Shown(ceremony, options))
            : Problems.Of(new Outcome.Refused(new Refusal(RefusalKind.State, "tooManyCeremonies", "too many passkeys are being registered; try again in a while")));
    }

    /// <summary>A registration, and what a browser is asked for; null where there are too many.</summary>
    public (Ceremony Ceremony, string Options)? Begin(string owner, string account, string factor, string label)
    {
        var (options, state) = passkeys.Ask(owner, owners.ReadOwner(owner).State, account);
        var now = clock.Sure();
        var ceremony = new Ceremony(Ids.Ceremony(), account, factor, label, state, now + Ceremonies.Life);
        return Ceremonies.TryAdd(ceremony, now) ? (ceremony, options) : null;
    }

    private async ValueTask<Answered> FinishAsync(Ask ask)
    {
        var reading = Bodies.PasskeyCredential(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (ask.Caller.MaySpeakFor(body.By) is { } no) return no;
        var account = ask.Route("id");
        return owners.OwnerOf(account) is { } owner ? await FinishAsync(ask, owner, account, ask.Route("ceremony"), body) : AccountEndpoints.Unknown(account);
    }

    /// <summary>Asks for what a browser made as a factor.</summary>
    public async ValueTask<Answered> FinishAsync(Ask ask, string owner, string account, string id, PasskeyCredentialBody body)
    {
        if (Ceremonies.Take(account, id, clock.Sure()) is not { } ceremony)
            return Problems.Of(404, "ceremonyUnknown", "there is no such registration: it was used, or it is older than 5 minutes");
        try
        {
            var answer = await FinishAsync(ask, ceremony, owner, body);
            if (answer.Position > 0) Ceremonies.End(ceremony);
            else Ceremonies.GiveBack(ceremony);
            return answer;
        }
        catch
        {
            Ceremonies.GiveBack(ceremony, onlyFor: body.Credential.Credential);
            throw;
        }
    }

    private async ValueTask<Answered> FinishAsync(Ask ask, Ceremony ceremony, string owner, PasskeyCredentialBody body) =>
        ceremony.IsGoodFor(body.Credential.Credential)
        && passkeys.Attested(owner, owners.ReadOwner(owner).State, ceremony.State, body.Credential) is { } passkey
            ? await changes.AskAsync(ask, owner, ceremony.Account, body.By,
                [new Edit.AddFactor(ceremony.Factor, FactorKind.Passkey, ceremony.Label, null, passkey)], [])
            : Problems.Of(new Outcome.Refused(new Refusal(RefusalKind.Rule, "passkeyRefused", "this is not what was asked for; begin again")));

    private byte[] Shown(Ceremony ceremony, string options) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("ceremony", ceremony.Id);
        json.WriteString("until", clock.Shown(ceremony.Until).ToString());
        json.WritePropertyName("options");
        json.WriteRawValue(options);
        json.WriteEndObject();
    });
}
