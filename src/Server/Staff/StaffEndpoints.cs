using System.Text.Json;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;
using Holdfast.Server.Tokens;
using Holdfast.Storage;

namespace Holdfast.Server.Staff;

/// <summary>What takes two staff members, each with his own token: recoveries, policies, the clock, staff tokens.</summary>
internal sealed class StaffEndpoints(
    Api api, Installation installation, OwnerBook owners, ILog log, InstallationClock clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/staff/acts", api.Post(Door.Staff, ProposeAsync, protects: true)).Is(Operations.ProposeAct);
        routes.MapPost("/v1/staff/acts/{act}/second", api.Post(Door.Staff, SecondAsync, mayBeEmpty: true, protects: true)).Is(Operations.SecondAct);
        routes.MapPost("/v1/tokens", api.Post(Door.Staff, IssueAsync)).Is(Operations.IssueToken);
        routes.MapDelete("/v1/tokens/{name}", api.Get(Door.Staff, EndAsync)).Is(Operations.EndToken);
    }

    private async ValueTask<Answered> ProposeAsync(Ask ask)
    {
        var reading = Bodies.StaffAct(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (Subject(body.Kind, body.Digest) is { } refusal) return refusal;
        var act = Ids.Act();
        return await installation.RunAsync(
            (state, at) => ProposeAct.Decide(state, new ProposeAct(act, body.Kind, body.Digest, ask.Caller.Name), at),
            (outcome, state) => Installation.Refusal(outcome, () =>
                Shown(201, state, outcome is InstallationOutcome.Nothing nothing ? nothing.Act : act)),
            ask.Request);
    }

    /// <summary>
    /// The act is done first and noted second: a crash between leaves it to be seconded again, which does nothing twice. The
    /// clock alone is moved last, for its step may go beyond the act's own end; a crash before it leaves the gap missing.
    /// </summary>
    private async ValueTask<Answered> SecondAsync(Ask ask)
    {
        if (Bodies.Nothing(ask.Body) is { Value: null } reading) return Problems.Of(reading.Mistakes);
        var id = ask.Route("act");
        var check = SecondAct.Decide(installation.State, new SecondAct(id, ask.Caller.Name), clock.Sure());
        var act = check is InstallationOutcome.Records ? installation.State.FindAct(id) : null;
        if (act is not null && await DoAsync(act, ask.Caller) is { Status: >= 400 } failed)
            return await installation.KeepAsync(failed, ask.Request);
        var restart = clock.Unvouched;
        var answered = await installation.RunAsync(
            (state, at) => SecondAct.Decide(state, new SecondAct(id, ask.Caller.Name, restart), at),
            (outcome, state) => Installation.Refusal(outcome, () => Shown(200, state, id)),
            ask.Request);
        if (act is { Kind: ActKind.Clock } && answered is { Status: 200, IsReplayed: false })
        {
            if (restart is { } counted) clock.CatchUp(counted.Gap);
            await clock.MarkAsync(log);
        }
        return answered;
    }

    /// <summary>What an act does to an owner's stream.</summary>
    private async ValueTask<Answered> DoAsync(StaffAct act, Caller second)
    {
        var by = new By(ByKind.Staff, second.Name);
        switch (act.Kind)
        {
            case ActKind.Policy or ActKind.Token or ActKind.Clock or ActKind.Rollback or ActKind.Import or ActKind.Notice:
                return new Answered(200, default);
            case ActKind.Recovery or ActKind.Change or ActKind.Tell:
                var (owner, change) = Find(act.Digest)!.Value;
                return await owners.RunAsync(owner, new Command
                {
                    Decide = moment => act.Kind == ActKind.Tell
                        ? TellChange.IsForStaff(moment.State.FindChange(change)!, moment.At)
                            ? TellChange.Decide(moment.State, new TellChange(change, null))
                            : Outcome.Refuse(RefusalKind.State, "notForStaffYet",
                                "staff start a hold only when nobody could be told for 72 hours")
                        : ApproveChange.Decide(
                            moment.State, new ApproveChange(change, act.Digest, null, by, SecondStaff: true), moment.Policy, moment.At),
                    Answer = (outcome, _) => outcome is Outcome.Refused refused ? Problems.Of(refused) : new Answered(200, default),
                });
            default:
                throw new InvalidOperationException($"no deed for {act.Kind}");
        }
    }

    /// <summary>A digest that nothing has is a mistake now rather than at the second.</summary>
    private Answered? Subject(ActKind kind, string digest) =>
        kind is not (ActKind.Recovery or ActKind.Change or ActKind.Tell) || Find(digest) is not null
            ? null
            : Problems.Of(404, "digestUnknown", "there is no change with this digest");

    private (string Owner, string Change)? Find(string digest)
    {
        if (log.Find(ChangeKeys.Digest(digest)) is not { } position) return null;
        for (var next = position; log.ReadAt(next) is { } stored; next++)
            if (EventCodec.Read(stored) is OwnerEvent.ChangeAsked asked
                && string.Equals(asked.Digest, digest, StringComparison.Ordinal)) return (stored.Owner, asked.Change);
        return null;
    }

    private async ValueTask<Answered> IssueAsync(Ask ask)
    {
        var reading = Bodies.Token(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        var (token, act) = (Ids.Secret(), Ids.Act());
        TokenRole[] roles = [.. body.Roles.Select(r => Enum.Parse<TokenRole>(r, ignoreCase: true))];
        var issue = new IssueToken(body.Name, roles, Installation.HashOf(token), ask.Caller.Name, act);
        return await installation.RunAsync(
            (state, at) => IssueToken.Decide(state, issue, at),
            (outcome, state) => Installation.Refusal(outcome, () => new Answered(201, Json.Bytes(json =>
            {
                json.WriteStartObject();
                json.WriteString("name", body.Name);
                json.WriteStartArray("roles");
                foreach (var role in body.Roles) json.WriteStringValue(role);
                json.WriteEndArray();
                json.WriteString("state", state.FindToken(body.Name) is null ? "awaitingSecond" : "inForce");
                if (state.FindAct(act) is not null) json.WriteString("act", act);
                json.WriteEndObject();
            }), new OnceOnly("token", () => JsonSerializer.SerializeToUtf8Bytes(token)))),
            ask.Request);
    }

    private async ValueTask<Answered> EndAsync(HttpContext http, Caller caller)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        return await installation.RunAsync(
            (state, at) => EndToken.Decide(state, new EndToken(name, caller.Name), at),
            (outcome, _) => Installation.Refusal(outcome, () => new Answered(204, default)),
            null);
    }

    /// <summary>When what two agreed on is in force, while it waits its hold.</summary>
    private static Instant? EffectiveAt(StaffAct act, InstallationState state) => act.Kind switch
    {
        ActKind.Token => state.FindToken(act.Token!.Name)?.From,
        ActKind.Policy when string.Equals(state.Pending?.Digest, act.Digest, StringComparison.Ordinal) => state.Pending!.EffectiveAt,
        _ => null,
    };

    private Answered Shown(int status, InstallationState state, string? id) => new(status, Json.Bytes(json =>
    {
        var act = id is null ? null : state.FindAct(id);
        json.WriteStartObject();
        json.WriteOptional("act", id);
        if (act is not null)
        {
            json.WriteString("kind", act.Kind.Name());
            json.WriteString("digest", act.Digest);
            json.WriteString("by", act.By);
            json.WriteOptional("second", act.SecondedBy);
            json.WriteOptional("until", act.IsDone ? null : act.Ends, clock.Shown);
            if (act.IsDone && EffectiveAt(act, state) is { } effective) json.WriteOptional("effectiveAt", effective, clock.Shown);
        }
        json.WriteString("state", act is null or { IsDone: true } ? "done" : "awaitingSecond");
        json.WriteEndObject();
    }));
}
