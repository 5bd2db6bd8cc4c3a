using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Freezes;
using Holdfast.Server.Answers;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;
using Holdfast.Server.Secrets;
using Holdfast.Server.Tokens;

namespace Holdfast.Server.Accounts;

/// <summary>Opening, reading and freezing accounts, and signals about them.</summary>
internal sealed class AccountEndpoints(Api api, OwnerBook owners, InstallationClock clock, SecretSeal seal, bool sandbox = false)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/accounts", api.Post(Door.Decide, OpenAsync)).Is(Operations.OpenAccount);
        routes.MapGet("/v1/accounts/{id}", api.Get(Door.DecideOrStaff, ReadAsync, query: true)).Is(Operations.ReadAccount);
        routes.MapPost("/v1/accounts/{id}/freeze", api.Post(Door.DecideOrStaff, FreezeAsync, protects: true)).Is(Operations.FreezeAccount);
        routes.MapPost("/v1/signals", api.Post(Door.Decide, SignalAsync, protects: true)).Is(Operations.RecordSignal);
    }

    private async ValueTask<Answered> OpenAsync(Ask ask)
    {
        var reading = Bodies.OpenAccount(ask.Body, sandbox);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        var owner = body.Owner ?? body.Id;
        var (change, nonce) = (Ids.Change(), Ids.Secret());
        var made = seal.Make(body.Edits, owner, change);
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Claims = [OwnerBook.AccountKey(body.Id)],
            Points = ChangeKeys.Of,
            Decide = moment => Taken(moment, body, owner) ?? Decide(moment, body, owner, change, nonce, made),
            Answer = (outcome, moment) => outcome is Outcome.Refused refused
                ? Problems.Of(refused)
                : Opened(moment, body.Id, change, made),
        });
    }

    private Outcome? Taken(Moment moment, OpenAccountBody body, string owner)
    {
        if (moment.State.Find(body.Id) is not null || owners.OwnerOf(body.Id) is not null)
            return Outcome.Refuse(RefusalKind.State, "accountExists", $"there is an account `{body.Id}` already");
        return body.Owner is null && moment.State.Accounts.Length > 0
            ? Outcome.Refuse(RefusalKind.State, "ownerExists", $"there is an owner `{owner}`; name him to open an account of his")
            : null;
    }

    private static Outcome Decide(
        Moment moment, OpenAccountBody body, string owner, string change, string nonce, MadeSecrets made)
    {
        var first = moment.State.Accounts.Length == 0;
        if (moment.State.Accounts.Length >= Bounds.Accounts)
            return Outcome.Refuse(RefusalKind.State, "tooManyAccounts", $"an owner has at most {Bounds.Accounts} accounts");
        var opened = new OwnerEvent.AccountOpened(body.Id, owner, first);
        Edit[] edits = [.. first ? [] : (Edit[])[new Edit.Join()], .. Email(moment, body, first), .. body.Edits];
        if (edits.Length == 0) return new Outcome.Records(opened);
        var state = OwnerFold.Apply(moment.State, opened, moment.At);
        var by = new By(ByKind.Owner, owner);
        var asked = AskChange.Decide(
            state, new AskChange(body.Id, by, edits, [], change, nonce, made.Sealed, first), moment.Policy, moment.At);
        return asked switch
        {
            Outcome.Records records => new Outcome.Records([opened, .. records.Events]),
            // taking away what a new account doesn't have: nothing but the account itself is to be recorded
            Outcome.Nothing => new Outcome.Records(opened),
            _ => asked,
        };
    }

    private static Edit[] Email(Moment moment, OpenAccountBody body, bool first) =>
        body.Email is not { } email || Array.Exists(moment.State.Channels, c => string.Equals(c.To, email, StringComparison.Ordinal))
            ? []
            : [new Edit.AddChannel(first ? "email" : "email-" + body.Id, ChannelKind.Email, email)];

    private Answered Opened(Moment moment, string id, string change, MadeSecrets made)
    {
        var viewer = new Viewer(null, false, moment.Policy, moment.At);
        var body = new AccountView(moment, moment.State.Find(id)!, viewer, clock.Shown).Write();
        return new Answered(201, body, made.Once(moment.State.FindChange(change)));
    }

    private async ValueTask<Answered> ReadAsync(HttpContext http, Caller caller)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        if (Query.Viewer(http) is not { } named) return Query.Wrong;
        if (await owners.ShowAsync(id) is not { } moment) return Unknown(id);
        var viewer = new Viewer(named.Name, caller.IsStaff, moment.Policy, moment.At);
        return new Answered(200, new AccountView(moment, moment.State.Find(id)!, viewer, clock.Shown).Write());
    }

    private async ValueTask<Answered> FreezeAsync(Ask ask)
    {
        var reading = Bodies.Freeze(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (ask.Caller.MaySpeakFor(body.By) is { } no) return no;
        var account = ask.Route("id");
        return owners.OwnerOf(account) is { } owner ? await FreezeAsync(ask, owner, account, body) : Unknown(account);
    }

    public async ValueTask<Answered> FreezeAsync(Ask ask, string owner, string account, FreezeBody body)
    {
        var freeze = new FreezeAccount(account, Ids.Freeze(), body.By, body.Reason, body.For, body.All);
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Decide = moment => FreezeAccount.Decide(moment.State, freeze, moment.At),
            Answer = (outcome, moment) => outcome is Outcome.Refused refused
                ? Problems.Of(refused)
                : new Answered(200, Frozen(moment, freeze)),
        });
    }

    private byte[] Frozen(Moment moment, FreezeAccount asked) => Json.Bytes(json =>
    {
        var standing = Array.FindLast(moment.State.Freezes, f => f.By.IsSameAs(asked.By) && f.All == asked.All);
        json.WriteStartObject();
        json.WriteBoolean("frozen", true);
        json.WriteOptional("freeze", standing?.Id);
        json.WriteOptional("until", standing?.Ends, clock.Shown);
        json.WriteEndObject();
    });

    private async ValueTask<Answered> SignalAsync(Ask ask)
    {
        var reading = Bodies.Signal(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (owners.OwnerOf(body.Account) is not { } owner) return Unknown(body.Account);
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Decide = moment => ObserveSignal.Decide(
                moment.State, new ObserveSignal(body.Account, body.Signal), moment.Policy, moment.At),
            Answer = (outcome, moment) => outcome is Outcome.Refused refused
                ? Problems.Of(refused)
                : new Answered(202, Json.Bytes(json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("recorded", true);
                    json.WriteBoolean("weighs", moment.Policy.Signals.ContainsKey(body.Signal.Kind));
                    json.WriteEndObject();
                })),
        });
    }

    internal static Answered Unknown(string account) => Problems.Of(404, "accountUnknown", $"there is no account `{account}`");
}
