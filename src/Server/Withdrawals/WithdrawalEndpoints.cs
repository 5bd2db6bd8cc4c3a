using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Accounts;
using Holdfast.Server.Answers;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Permits;
using Holdfast.Server.Reading;
using Holdfast.Server.Tokens;

namespace Holdfast.Server.Withdrawals;

/// <summary>Deciding withdrawals, and all that may happen to one afterwards.</summary>
internal sealed class WithdrawalEndpoints(
    Api api, OwnerBook owners, InstallationClock clock, PermitSigner permits, Codes codes)
{
    private const string Root = "/v1/accounts/{id}/withdrawals";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, api.Post(Door.Decide, RequestAsync, query: true)).Is(Operations.AskWithdrawal);
        routes.MapGet(Root + "/{withdrawal}", api.Get(Door.DecideOrStaff, ReadAsync)).Is(Operations.ReadWithdrawal);
        routes.MapPost(Root + "/{withdrawal}/approvals", api.Post(Door.Decide, ApproveAsync)).Is(Operations.ApproveWithdrawal);
        routes.MapPost(Root + "/{withdrawal}/cancel", api.Post(Door.Decide, CancelAsync)).Is(Operations.CancelWithdrawal);
        routes.MapPost(Root + "/{withdrawal}/release", api.Post(Door.Decide, ask => ReleaseAsync(ask, false))).Is(Operations.ReleaseWithdrawal);
        routes.MapPost(Root + "/{withdrawal}/permit", api.Post(Door.Decide, ask => ReleaseAsync(ask, true))).Is(Operations.PermitWithdrawal);
    }

    private async ValueTask<Answered> RequestAsync(Ask ask)
    {
        var account = ask.Route("id");
        if (Query.Observe(ask.Http) is not { } observe) return Query.Wrong;
        var reading = Bodies.Withdrawal(account, ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (owners.OwnerOf(account) is not { } owner) return AccountEndpoints.Unknown(account);
        var id = body.Request.Id;
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Points = outcome => observe ? [] : Points(outcome, account, id),
            Decide = moment => RequestWithdrawal.Decide(
                moment.State,
                new RequestWithdrawal(body.Request, body.Signals, observe ? null : moment.Withdrawals(account, id), observe),
                moment.Policy, moment.At, moment.Wall),
            Answer = (outcome, moment) => Answer(outcome, moment, account, id),
        });
    }

    /// <summary>Judges a withdrawal that was read at the gate; null for a code where it may go on.</summary>
    public async ValueTask<(string? Code, string? Withdrawal)> JudgeAsync(string account, byte[] json)
    {
        if (Bodies.Withdrawal(account, json).Value is not { } body || owners.OwnerOf(account) is not { } owner) return ("withdrawalRefused", null);
        var id = body.Request.Id;
        WithdrawalRecord? record = null;
        await owners.RunAsync(owner, new Command
        {
            Points = outcome => Points(outcome, account, id),
            Decide = moment => RequestWithdrawal.Decide(
                moment.State, new RequestWithdrawal(body.Request, body.Signals, moment.Withdrawals(account, id), false),
                moment.Policy, moment.At, moment.Wall),
            Answer = (outcome, moment) =>
            {
                record = outcome is Outcome.Refused ? null
                    : (outcome is Outcome.Records records ? RecordOf(records.Events[^1]) : null) ?? moment.Withdrawals(account, id);
                return new Answered(200, default);
            },
        });
        return record switch
        {
            null or { Cancelled: true } => ("withdrawalRefused", id),
            { Decision: Decision.Allow } => (null, id),
            { Decision: Decision.Challenge } => ("withdrawalChallenged", id),
            { Decision: Decision.Hold } => ("withdrawalHeld", id),
            { Decision: Decision.Deny } => ("withdrawalDenied", id),
            _ => throw new InvalidOperationException($"no code for {record.Decision}"),
        };
    }

    private async ValueTask<Answered> ApproveAsync(Ask ask)
    {
        var reading = Bodies.Approval(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (ask.Caller.MaySpeakFor(body.By) is { } no) return no;
        var codeFailed = false;
        return await ContinueAsync(ask, (moment, owner, known) =>
        {
            var consent = codes.Read(moment, owner, known.Request.Account, body, out var instead);
            codeFailed = instead is Outcome.Records;
            return instead ?? ApproveWithdrawal.Decide(
                moment.State, new ApproveWithdrawal(known, body.Digest, consent!), moment.Policy, moment.At, moment.Wall);
        }, () => codeFailed ? ChangeEndpoints.WrongCode : null);
    }

    private async ValueTask<Answered> ReleaseAsync(Ask ask, bool forPermit)
    {
        var reading = Bodies.Act(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (Platform(ask.Caller, body.By) is { } no) return no;
        return await ContinueAsync(ask, (moment, _, known) => ReleaseWithdrawal.Decide(
            moment.State, new ReleaseWithdrawal(known, forPermit), moment.Policy, moment.At, moment.Wall));
    }

    private async ValueTask<Answered> CancelAsync(Ask ask)
    {
        var reading = Bodies.Act(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (Platform(ask.Caller, body.By) is { } no) return no;
        return await ContinueAsync(ask, (moment, _, known) =>
            CancelWithdrawal.Decide(new CancelWithdrawal(known, body.By), moment.At));
    }

    private async ValueTask<Answered> ContinueAsync(
        Ask ask, Func<Moment, string, WithdrawalRecord, Outcome> decide, Func<Answered?>? instead = null)
    {
        var (account, id) = (ask.Route("id"), ask.Route("withdrawal"));
        if (owners.OwnerOf(account) is not { } owner) return AccountEndpoints.Unknown(account);
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Points = outcome => Points(outcome, account, id),
            Decide = moment => moment.Withdrawals(account, id) is { } known
                ? decide(moment, owner, known)
                : Outcome.Refuse(RefusalKind.Unknown, "withdrawalUnknown", $"there is no withdrawal `{id}`"),
            Answer = (outcome, moment) => instead?.Invoke() ?? Answer(outcome, moment, account, id),
        });
    }

    private async ValueTask<Answered> ReadAsync(HttpContext http, Caller caller)
    {
        var (account, id) = ((string)http.Request.RouteValues["id"]!, (string)http.Request.RouteValues["withdrawal"]!);
        if (owners.OwnerOf(account) is null) return AccountEndpoints.Unknown(account);
        return await owners.ShowWithdrawalAsync(account, id) is { } record
            ? new Answered(200, WithdrawalView.Write(record, clock.Shown))
            : Problems.Of(404, "withdrawalUnknown", $"there is no withdrawal `{id}`");
    }

    private Answered Answer(Outcome outcome, Moment moment, string account, string id)
    {
        if (outcome is Outcome.Refused refused) return Problems.Of(refused);
        var fresh = outcome is Outcome.Records records ? RecordOf(records.Events[^1]) : null;
        var record = fresh ?? moment.Withdrawals(account, id)!;
        var permit = fresh is { Decision: Decision.Allow, PermitUntil: not null, Cancelled: false } ? permits.For(fresh) : null;
        return new Answered(StatusOf(record), WithdrawalView.Write(record, clock.Shown), permit);
    }

    private static int StatusOf(WithdrawalRecord record) => record.Decision switch
    {
        _ when record.Cancelled => 200,
        Decision.Allow => 200,
        Decision.Challenge or Decision.Hold => 202,
        Decision.Deny => 403,
        _ => throw new InvalidOperationException($"no status for {record.Decision}"),
    };

    private static WithdrawalRecord? RecordOf(OwnerEvent @event) => @event switch
    {
        OwnerEvent.WithdrawalDecided e => e.Withdrawal,
        OwnerEvent.WithdrawalObserved e => e.Withdrawal,
        OwnerEvent.WithdrawalCancelled e => e.Withdrawal,
        _ => null,
    };

    private static IReadOnlyList<Storage.LogKey> Points(Outcome outcome, string account, string id) =>
        outcome is Outcome.Records records && RecordOf(records.Events[^1]) is not null
            ? [OwnerBook.WithdrawalKey(account, id)]
            : [];

    /// <summary>What happens to a withdrawal afterwards is the platform's alone, in whoever's name it says so.</summary>
    private static Answered? Platform(Caller caller, By by) => caller.MaySpeakFor(by) ?? (by.Kind == ByKind.Key
        ? Problems.Of(403, "keyHasNoSay", "a key can't do this")
        : null);
}
