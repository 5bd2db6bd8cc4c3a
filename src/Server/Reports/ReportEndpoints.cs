using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Reports;
using Holdfast.Domain.Time;
using Holdfast.Server.Accounts;
using Holdfast.Server.Answers;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Reports;

/// <summary>Taking what somebody tells of a suspicious call, and saying what it did.</summary>
internal sealed class ReportEndpoints(Api api, OwnerBook owners, InstallationClock clock)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/reports", api.Post(Door.Decide, ReportAsync, protects: true)).Is(Operations.ReportCall);

    private async ValueTask<Answered> ReportAsync(Ask ask)
    {
        var reading = Bodies.Report(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (ask.Caller.MaySpeakFor(body.By) is { } no) return no;
        return owners.OwnerOf(body.Account) is { } owner ? await ReportAsync(ask, owner, body) : AccountEndpoints.Unknown(body.Account);
    }

    /// <summary>Acts at once on the account of the one who reports, and says what it did.</summary>
    public async ValueTask<Answered> ReportAsync(Ask ask, string owner, ReportBody body)
    {
        var report = new ReportCall(
            body.Account, Ids.Report(), body.By, body.Call, (Ids.Change(), Ids.Secret()), body.Freeze ? Ids.Freeze() : null);
        return await owners.RunAsync(owner, new Command
        {
            Request = ask.Request,
            Points = ChangeKeys.Of,
            Decide = moment => ReportCall.Decide(moment.State, report, moment.Policy, moment.At),
            Answer = (outcome, moment) => outcome switch
            {
                Outcome.Refused refused => Problems.Of(refused),
                Outcome.Records records => new Answered(201, Done(report, records.Events, moment)),
                _ => throw new InvalidOperationException("a report is always recorded"),
            },
        });
    }

    /// <summary>What the report did, and what stands now.</summary>
    private byte[] Done(ReportCall report, OwnerEvent[] events, Moment moment) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("report", report.Id);
        json.WriteStartArray("stopped");
        foreach (var veto in events.OfType<OwnerEvent.ChangeVetoed>()) json.WriteStringValue(veto.Change);
        json.WriteEndArray();
        json.WriteStartObject("holds");
        json.WriteString("length", Spans.Format(ReportCall.Hold));
        json.WriteString("until", clock.Shown(moment.At + ReportCall.For).ToString());
        json.WriteEndObject();
        json.WriteBoolean("frozen", moment.State.IsFrozenAt(moment.At));
        json.WriteStartArray("next");
        foreach (var line in Next(moment.State.IsFrozenAt(moment.At))) json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static string[] Next(bool isFrozen) =>
    [
        "Hang up. We never call you.",
        isFrozen ? "Your account is frozen. Nothing can leave until you lift that." : "If you told the caller anything, freeze your account now.",
        "Look at what waits on your account, and stop what you did not ask for.",
    ];
}
