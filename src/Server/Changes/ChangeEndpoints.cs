using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Json;
using Holdfast.Server.Accounts;
using Holdfast.Server.Announcements;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Reading;
using Holdfast.Server.Secrets;
using Holdfast.Server.Tokens;

namespace Holdfast.Server.Changes;

/// <summary>Asking for changes, approving and vetoing them.</summary>
internal sealed class ChangeEndpoints(Api api, OwnerBook owners, InstallationClock clock, SecretSeal seal, Codes codes, bool sandbox = false)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/accounts/{id}/changes", api.Post(Door.DecideOrStaff, AskAsync)).Is(Operations.AskChange);
        routes.MapGet("/v1/accounts/{id}/changes/{change}", api.Get(Door.DecideOrStaff, ReadAsync, query: true)).Is(Operations.ReadChange);
        routes.MapPost("/v1/accounts/{id}/changes/{change}/approvals", api.Post(Door.Decide, ApproveAsync)).Is(Operations.ApproveChange);
        routes.MapPost("/v1/accounts/{id}/changes/{change}/veto", api.Post(Door.DecideOrStaff, VetoAsync, protects: true)).Is(Operations.VetoChange);
    }

    private async ValueTask<Answered> AskAsync(Ask ask)
    {
        var reading = Bodies.Change(ask.Body, sandbox);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (ask.Caller.MaySpeakFor(body.By) is { } no) return no;
        var account = ask.Route("id");
        return owners.OwnerOf(account) is { } owner
            ? await AskAsync(ask, owner, account, body.By, body.Edits, body.Signals)
            : AccountEndpoints.Unknown(account);
    }

    /// <summary>Asks for what was read, here or by whoever makes an edit of something else.</summary>
    public async ValueTask<Answered> AskAsync(Ask ask, string owner, string account, By by, Edit[] edits, Signal[] signals)
    {
        var change = Ids.Change();
        var made = seal.Make(edits, owner, change);
        var command = new AskChange(account, by, edits, signals, change, Ids.Secret(), made.Sealed, false);
        var claims = PasskeyKeys.Of(edits);
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Claims = claims,
            Points = ChangeKeys.Of,
            Decide = moment => Array.Exists(claims, owners.IsClaimed)
                ? Outcome.Refuse(RefusalKind.State, "passkeyKnown", "this passkey was registered before; make another one")
                : AskChange.Decide(moment.State, command, moment.Policy, moment.At),
            Answer = (outcome, moment) => outcome switch
            {
                Outcome.Refused refused => Problems.Of(refused),
                Outcome.Nothing { Change: null } => new Answered(200, NothingToDo()),
                Outcome.Nothing nothing => Shown(moment, nothing.Change!, by, 200),
                _ => Shown(moment, change, by, 201) with { Once = made.Once(moment.State.FindChange(change)) },
            },
        });
    }

    private async ValueTask<Answered> ApproveAsync(Ask ask)
    {
        var reading = Bodies.Approval(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (ask.Caller.MaySpeakFor(body.By) is { } no) return no;
        return Find(ask, out var owner, out var account, out var change) is { } unknown ? unknown : await ApproveAsync(ask, owner, account, change, body);
    }

    /// <summary>Consents as what was read says, here or by whoever reads something else.</summary>
    public async ValueTask<Answered> ApproveAsync(Ask ask, string owner, string account, string change, ApprovalBody body)
    {
        var codeFailed = false;
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Decide = moment =>
            {
                var consent = codes.Read(moment, owner, account, body, out var instead);
                codeFailed = instead is Outcome.Records;
                return instead ?? ApproveChange.Decide(
                    moment.State, new ApproveChange(change, body.Digest, consent, body.By), moment.Policy, moment.At);
            },
            Answer = (outcome, moment) => outcome is Outcome.Refused refused ? Problems.Of(refused)
                : codeFailed ? WrongCode
                : Shown(moment, change, body.By, 200),
        });
    }

    private async ValueTask<Answered> VetoAsync(Ask ask)
    {
        var reading = Bodies.Veto(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (ask.Caller.MaySpeakFor(body.By) is { } no) return no;
        if (Find(ask, out var owner, out _, out var change) is { } unknown) return unknown;
        return await owners.RunAsync(owner, Veto(change, body.By, body.Quiet) with { Request = ask.Request });
    }

    /// <summary>A veto, however it came.</summary>
    public Command Veto(string change, By by, bool quiet) => new()
    {
        Decide = moment => VetoChange.Decide(moment.State, new VetoChange(change, by, quiet), moment.Policy, moment.At),
        Answer = (outcome, moment) => outcome is Outcome.Refused refused
            ? Refused(refused, moment, change)
            : Shown(moment, change, by, 200),
    };

    /// <summary>Too late: the answer carries the reducing edits that take back what came into force.</summary>
    private static Answered Refused(Outcome.Refused refused, Moment moment, string change)
    {
        var problem = Problems.Of(refused);
        if (!string.Equals(refused.Refusals[0].Code, "alreadyInForce", StringComparison.Ordinal)) return problem;
        var undo = VetoChange.UndoOf(moment.State, moment.State.FindChange(change)!, moment.Policy, moment.At);
        return problem with
        {
            Body = Json.With(problem.Body, "undo", json =>
        {
            json.WriteStartArray();
            foreach (var edit in undo) System.Text.Json.JsonSerializer.Serialize(json, edit, DomainJson.Default.Edit);
            json.WriteEndArray();
        })
        };
    }

    private async ValueTask<Answered> ReadAsync(HttpContext http, Caller caller)
    {
        var account = (string)http.Request.RouteValues["id"]!;
        var id = (string)http.Request.RouteValues["change"]!;
        if (Query.Viewer(http) is not { } named) return Query.Wrong;
        if (await owners.ShowAsync(account) is not { } moment) return AccountEndpoints.Unknown(account);
        var change = moment.State.FindChange(id);
        if (change is null || !string.Equals(change.Account, account, StringComparison.Ordinal))
            return UnknownChange(id);
        var viewer = new Viewer(named.Name, caller.IsStaff, moment.Policy, moment.At);
        return new Answered(200, ChangeView.Write(moment, change, viewer, clock.Shown));
    }

    private Answered? Find(Ask ask, out string owner, out string account, out string change)
    {
        (owner, account, change) = ("", ask.Route("id"), ask.Route("change"));
        if (owners.OwnerOf(account) is not { } known) return AccountEndpoints.Unknown(account);
        owner = known;
        return string.Equals(owners.ReadOwner(owner).State.FindChange(change)?.Account, account, StringComparison.Ordinal)
            ? null
            : UnknownChange(change);
    }

    private Answered Shown(Moment moment, string id, By by, int status)
    {
        var viewer = new Viewer(by.Kind == ByKind.Guardian ? RecipientName.Guardian(by.Id) : by.Session,
            by.Kind == ByKind.Staff, moment.Policy, moment.At);
        return new Answered(status, ChangeView.Write(moment, moment.State.FindChange(id)!, viewer, clock.Shown));
    }

    internal static readonly Answered WrongCode = Problems.Of(403, "codeWrong", "the code is not the one of now, or it was used");

    private static byte[] NothingToDo() => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteNull("change");
        json.WriteString("state", "inForce");
        json.WriteStartArray("edits");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static Answered UnknownChange(string id) => Problems.Of(404, "changeUnknown", $"there is no change `{id}`");
}
