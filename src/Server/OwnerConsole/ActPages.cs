using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Consoles.Pages;
using Holdfast.Consoles.Words;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Reports;
using Holdfast.Server.Accounts;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Reading;
using Holdfast.Server.Reports;
using Holdfast.Storage;

namespace Holdfast.Server.OwnerConsole;

/// <summary>The acts that the console passes to the API.</summary>
internal sealed record ConsoleActs(AccountEndpoints Accounts, ChangeEndpoints Changes, PasskeyEndpoints Passkeys, ReportEndpoints Reports, OwnerBook Owners, ILog Log)
{
    /// <summary>What the same form was answered before; null where it was not. A log that can't be read allows nothing.</summary>
    public Answered? Before(Ask ask) => Log.FindRequest(ask.Request.Key) is { } stored ? Answered.Replay(stored, ask.Request) : null;
}

/// <summary>What people do in the console. Each is the same act as over the API, by the same code, in the name of whoever is signed in.</summary>
internal sealed class ActPages(ConsoleDoor door, ConsoleActs acts, LookPages looks, CalmAnswers calm, InstallationClock clock, bool isSandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/console/freeze", door.Act(Reach.Any, FreezeAsync, protects: true)).Is(ConsoleOperations.Freeze);
        routes.MapPost("/console/report", door.Act(Reach.Any, ReportAsync, protects: true)).Is(ConsoleOperations.Report);
        routes.MapPost("/console/changes", door.Act(Reach.Any, AskAsync)).Is(ConsoleOperations.AskChange);
        routes.MapPost("/console/changes/{change}/veto", door.Act(Reach.Any, VetoAsync, protects: true)).Is(ConsoleOperations.Veto);
        routes.MapPost("/console/changes/{change}/calm", door.Act(Reach.Any, CalmAsync, protects: true)).Is(ConsoleOperations.Calm);
        routes.MapPost("/console/changes/{change}/approve", door.Act(Reach.Any, ApproveAsync)).Is(ConsoleOperations.Approve);
        routes.MapPost("/console/factors/passkey", door.Act(Reach.Any, BeginPasskeyAsync)).Is(ConsoleOperations.BeginPasskey);
        routes.MapPost("/console/factors/passkey/{ceremony}", door.Act(Reach.Any, RegisterAsync)).Is(ConsoleOperations.RegisterPasskey);
    }

    private async Task FreezeAsync(ConsoleForm form)
    {
        if (form.Account is not { } account) await UnknownAsync(form);
        else if (await acts.Accounts.FreezeAsync(form.Ask([]), form.Who.Owner, account, new FreezeBody(form.Who.By, "set in the console", null, All: false)) is { Status: not 200 } no)
            await looks.HomeAsync(form.Http, form.Who, 409, AnswerReading.Mistakes(no));
        else ConsoleDoor.Go(form.Http, $"/console?did={Did.Frozen}");
    }

    private async Task ReportAsync(ConsoleForm form)
    {
        if (form.Account is not { } account)
        {
            await UnknownAsync(form);
            return;
        }
        var (claims, from) = (ToldCall.Claims(form["claims"] ?? ""), ToldCall.From(form["from"] ?? ""));
        await EndAsync(form, account, ToldCall.Of(claims, from, clock.Sure()), form["freeze"] is not null, claims.Length + from.Length > 0);
    }

    /// <summary>What a report did, said on one page.</summary>
    private async Task EndAsync(ConsoleForm form, string account, ReportedCall call, bool freezes, bool isTold)
    {
        await acts.Reports.ReportAsync(form.Ask(Encoding.UTF8.GetBytes(call.Claims)), form.Who.Owner, new ReportBody(account, form.Who.By, call, freezes));
        var now = form.Who with { Moment = await acts.Owners.ShowOwnerAsync(form.Who.Owner) };
        var look = looks.LookOf(now);
        string[] did =
        [
            .. now.Moment.State.Changes.Where(c => c.Ending == Ending.Vetoed && c.EndedAt is { } ended && ended >= form.Who.Moment.At).Select(c => $"Stopped: {c.Text[0]}"),
            $"Everything new waits {Times.Span(ReportCall.Hold)} until {look.Say(now.Moment.At + ReportCall.For)}. That ends by itself.",
            now.Moment.State.IsFrozenAt(now.Moment.At) ? "Your account is frozen. Nothing can leave until you lift it." : "What works today goes on: your bots, and addresses that you have long had.",
        ];
        await ConsoleDoor.SendAsync<Ended>(form.Http, 200, door.Frame(now, "It ends here", ""), new EndedModel(account, did, isTold));
    }

    private async Task AskAsync(ConsoleForm form)
    {
        if (form.Account is not { } account)
        {
            await UnknownAsync(form);
            return;
        }
        var reading = Bodies.Change(FormEdits.Body(form), isSandbox);
        if (reading.Value is not { } body)
        {
            await looks.HomeAsync(form.Http, form.Who, 422, [.. reading.Mistakes.Select(AnswerReading.Sentence)]);
            return;
        }
        if (!form.Who.Session.IsFull && !FirstFactor.Is(form.Who, body.Edits))
        {
            await door.SayAsync(form.Http, 403, form.Who, "Show that it is you first", "You came by a link, which shows, stops and freezes. For this, use your passkey or authenticator.", "/console/sign-in", "Use it now");
            return;
        }
        var ask = form.Ask(FormEdits.Body(form));
        await AskedAsync(form, acts.Before(ask) ?? await acts.Changes.AskAsync(ask, form.Who.Owner, account, form.Who.By, body.Edits, []));
    }

    /// <summary>Where it goes on after a change was asked for: what is shown once, the change where it waits, or where it came from.</summary>
    private async Task AskedAsync(ConsoleForm form, Answered answer)
    {
        if (answer.Status is not (200 or 201))
        {
            await looks.HomeAsync(form.Http, form.Who, answer.Status, AnswerReading.Mistakes(answer));
            return;
        }
        var change = AnswerReading.Text(answer, "change");
        var path = change is null ? null : "/console/changes/" + change;
        if (AnswerReading.Secrets(answer) is { Length: > 0 } secrets)
            await ConsoleDoor.SendAsync<ShownOnce>(form.Http, 200, door.Frame(form.Who, "Keep this now", "") with { Version = null }, new SecretsModel(secrets, path!));
        else if (path is null) ConsoleDoor.Go(form.Http, $"{ConsoleDoor.Back(form)}?did={Did.Nothing}");
        else if (AnswerReading.Text(answer, "state") == "inForce") ConsoleDoor.Go(form.Http, $"{ConsoleDoor.Back(form)}?did={Did.Changed}");
        else ConsoleDoor.Go(form.Http, path);
    }

    private async Task VetoAsync(ConsoleForm form)
    {
        if (Find(form) is not { } change)
        {
            await UnknownAsync(form);
            return;
        }
        var quiet = form["quiet"] is not null;
        var answer = await acts.Owners.RunAsync(form.Who.Owner, acts.Changes.Veto(change.Id, form.Who.By, quiet));
        if (answer.Status == 200) ConsoleDoor.Go(form.Http, $"/console?did={(quiet ? Did.Hidden : Did.Stopped)}");
        else await looks.ChangeAsync(form.Http, form.Who, answer.Status, AnswerReading.Mistakes(answer));
    }

    /// <summary>"Yes" ends it: it is a report, and needs no second tap. "No" goes on.</summary>
    private async Task CalmAsync(ConsoleForm form)
    {
        if (Find(form) is not { } change) await UnknownAsync(form);
        else if (form["answer"] == "yes")
            await EndAsync(form, change.Account, new ReportedCall(null, clock.Sure(), $"Somebody was on the phone or asked for this change:\n{string.Join('\n', change.Text)}", []), freezes: false, isTold: false);
        else
        {
            if (form["answer"] == "no") calm.Say(form.Who.Session.Id, change.Id, clock.Sure());
            ConsoleDoor.Go(form.Http, "/console/changes/" + change.Id);
        }
    }

    private async Task ApproveAsync(ConsoleForm form)
    {
        if (Find(form) is not { } change)
        {
            await UnknownAsync(form);
            return;
        }
        if (!calm.MayApprove(form.Who.Session.Id, change.Id, change.Assessment.Reasons.Length > 0, clock.Sure()))
        {
            await looks.ChangeAsync(form.Http, form.Who, 409, [CalmWords.Wait]);
            return;
        }
        if (form["link"] is not null && !FirstFactor.MayApprove(form.Who, change))
        {
            await looks.ChangeAsync(form.Http, form.Who, 403, ["You have a factor of your own. Use that."]);
            return;
        }
        var json = Approval(form, change);
        var reading = Bodies.Approval(json);
        var ask = form.Ask(json);
        var answer = reading.Value is { } body
            ? acts.Before(ask) ?? await acts.Changes.ApproveAsync(ask, form.Who.Owner, change.Account, change.Id, body with { By = form.Who.By })
            : null;
        if (answer is { Status: 200 }) ConsoleDoor.Go(form.Http, $"/console?did={Did.Approved}");
        else await looks.ChangeAsync(form.Http, form.Who, answer?.Status ?? 400, answer is null ? [.. reading.Mistakes.Select(AnswerReading.Sentence)] : AnswerReading.Mistakes(answer));
    }

    /// <summary>The body of an approval over the API, of what the form brought.</summary>
    private static byte[] Approval(ConsoleForm form, Change change)
    {
        var body = new JsonObject { ["digest"] = change.Digest, ["by"] = FormEdits.By(form.Who) };
        if (form["credential"] is { } signed) (body["factor"], body["assertion"]) = ("passkey", FormEdits.Parse(signed));
        else if (form["recovery"] is { } paper) (body["factor"], body["code"]) = ("recovery", paper);
        else if (form["link"] is not null) body["factor"] = "platform";
        else (body["factor"], body["code"]) = ("totp", form["code"] ?? "");
        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private async Task BeginPasskeyAsync(ConsoleForm form)
    {
        var label = form["label"] ?? "passkey";
        if (form.Account is not { } account) await UnknownAsync(form);
        else if (!form.Who.Session.IsFull && !FirstFactor.IsMissing(form.Who)) ConsoleDoor.Go(form.Http, "/console/sign-in");
        else if (acts.Passkeys.Begin(form.Who.Owner, account, FirstFactor.FreshId(form.Who, "passkey"), label) is var (ceremony, options))
            await ConsoleDoor.SendAsync<NewPasskey>(form.Http, 200, door.Frame(form.Who, "Add a passkey", "") with { Version = null },
                new NewPasskeyModel(account, "/console/factors/passkey/" + ceremony.Id, options));
        else await door.SayAsync(form.Http, 503, form.Who, "Not now", "Too many passkeys are being made at the moment. Please try again in a few minutes.", "/console/sign-ins", "Back");
    }

    private async Task RegisterAsync(ConsoleForm form)
    {
        var json = Encoding.UTF8.GetBytes(form["credential"] ?? "");
        if (form.Account is not { } account) await UnknownAsync(form);
        else if (!form.Who.Session.IsFull && !FirstFactor.IsMissing(form.Who)) ConsoleDoor.Go(form.Http, "/console/sign-in");
        else if (Bodies.Attestation(json).Value is { } made)
            await AskedAsync(form, await acts.Passkeys.FinishAsync(form.Ask(json), form.Who.Owner, account, form.Route("ceremony"), new PasskeyCredentialBody(form.Who.By, made)));
        else await door.SayAsync(form.Http, 400, form.Who, "No passkey was made", "Nothing was changed. You can try again.", "/console/sign-ins", "Try again");
    }

    private static Change? Find(ConsoleForm form) => form.Who.Moment.State.FindChange(form.Route("change"));

    private Task UnknownAsync(ConsoleForm form) =>
        door.SayAsync(form.Http, 404, form.Who, "There is nothing here", "It may be over. Look at what waits on your account.", "/console", "Go to my page");
}
