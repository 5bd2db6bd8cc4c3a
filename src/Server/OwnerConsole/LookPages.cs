using Holdfast.Consoles.Pages;
using Holdfast.Consoles.Words;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Reviews;
using Holdfast.Server.Clocks;
using Holdfast.Server.Gate;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Sessions;

namespace Holdfast.Server.OwnerConsole;

/// <summary>What an account holder looks at.</summary>
internal sealed class LookPages(ConsoleDoor door, KeyRing ring, OwnerPasskeys passkeys, CalmAnswers calm, ActivityPage activity, InstallationClock clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console", door.Page((http, who) => HomeAsync(http, who, 200, []))).Is(ConsoleOperations.Home);
        routes.MapGet("/console/keys", door.Page((http, who) => SendAsync<Keys>(http, who, "Keys", "/console/keys", look => new KeysModel(KeyRows.Of(look, ring))))).Is(ConsoleOperations.Keys);
        routes.MapGet("/console/addresses", door.Page((http, who) => SendAsync<Addresses>(http, who, "Addresses", "/console/addresses", SayRows.Addresses))).Is(ConsoleOperations.Addresses);
        routes.MapGet("/console/bounds", door.Page((http, who) => SendAsync<Consoles.Pages.Bounds>(http, who, "Limits and holds", "/console/bounds", SayRows.Bounds))).Is(ConsoleOperations.Bounds);
        routes.MapGet("/console/people", door.Page((http, who) => SendAsync<People>(http, who, "People", "/console/people", SayRows.People))).Is(ConsoleOperations.People);
        routes.MapGet("/console/sign-ins", door.Page((http, who) => SendAsync<SignIns>(http, who, "Sign-in", "/console/sign-ins", SayRows.SignIns))).Is(ConsoleOperations.SignIns);
        routes.MapGet("/console/review", door.Page((http, who) => SendAsync<Review>(http, who, "Review", "/console/review", look => ReviewRows.Of(look, Reviews(look))))).Is(ConsoleOperations.Review);
        routes.MapGet("/console/activity", door.Page((http, who) => SendAsync<Activity>(http, who, "Activity", "/console/activity", look => activity.Of(http, look)))).Is(ConsoleOperations.Activity);
        routes.MapGet("/console/calling", door.Page((http, who) => SendAsync<Calling>(http, who, "Is somebody calling you?", "", look => look.Who.Session.Account))).Is(ConsoleOperations.Calling);
        routes.MapGet("/console/report", door.Page((http, who) => SendAsync<Report>(http, who, "Report a call", "", look => look.Who.Session.Account))).Is(ConsoleOperations.ShowReport);
        routes.MapGet("/console/changes/{change}", door.Page((http, who) => ChangeAsync(http, who, 200, []))).Is(ConsoleOperations.Change);
    }

    public Look LookOf(SignedIn who) => new(who, clock.Shown);

    public async Task HomeAsync(HttpContext http, SignedIn who, int status, string[] mistakes)
    {
        var look = LookOf(who);
        var waiting = ChangeRows.Waiting(look);
        var reviews = Reviews(look).SelectMany(r => r.Reviews).ToArray();
        await ConsoleDoor.SendAsync<Home>(http, status, door.Frame(who, "My money", "/console") with { Mistakes = mistakes },
            new HomeModel(Verdicts.Of(look, waiting, reviews), waiting, KeyRows.Of(look, ring), Verdicts.Next(look), look.Now));
    }

    /// <summary>A change; at the moment of an expansion, first the one question.</summary>
    public async Task ChangeAsync(HttpContext http, SignedIn who, int status, string[] mistakes)
    {
        var state = who.Moment.State;
        if (state.FindChange((string)http.Request.RouteValues["change"]!) is not { } change)
        {
            await door.SayAsync(http, 404, who, "There is nothing here", "This change is over and gone from the list. What happened is under Activity.", "/console/activity", "See what happened");
            return;
        }
        var look = LookOf(who);
        var row = ChangeRows.Of(look, change);
        var awaits = row.Standing == Consoles.Parts.Standing.AwaitsYou;
        if (awaits && !calm.IsAnswered(who.Session.Id, change.Id, clock.Sure()))
        {
            await ConsoleDoor.SendAsync<Calm>(http, status, door.Frame(who, CalmWords.Heading, "") with { Mistakes = mistakes, Version = null }, row);
            return;
        }
        var may = awaits && calm.MayApprove(who.Session.Id, change.Id, row.Reasons.Count > 0, clock.Sure());
        var undo = row.Standing == Consoles.Parts.Standing.InForce && row.Expands ? VetoChange.UndoOf(state, change, who.Moment.Policy, who.Moment.At) : [];
        await ConsoleDoor.SendAsync<ChangePage>(http, status, door.Frame(who, "A change", "") with { Mistakes = mistakes, Version = awaits ? null : state.Version },
            new ChangeModel(Heading(row), row, Fingerprint(change.Digest), [.. undo.Select(Look.Json)], may ? Approving(who, change) : null, awaits && !may ? CalmWords.Wait : null, look.Now));
    }

    private Approving Approving(SignedIn who, Change change)
    {
        var state = who.Moment.State;
        var byLink = FirstFactor.MayApprove(who, change);
        var aboutFactors = Array.TrueForAll(change.Edits, e => e.Effect == Effect.Reduces || e.Edit is Edit.AddFactor { Guardian: null } or Edit.RemoveFactor);
        return new Approving(
            PasskeyOptions.Approve(passkeys, state, change.Digest), Has(state, FactorKind.Totp), Has(state, FactorKind.Recovery) && aboutFactors, byLink,
            SignIn: false);
    }

    private static bool Has(OwnerState state, FactorKind kind) => Array.Exists(state.Factors, f => f.Kind == kind);

    private static string Heading(Consoles.Parts.ChangeRow row) => row.Standing switch
    {
        Consoles.Parts.Standing.AwaitsYou => "Do you want this?",
        Consoles.Parts.Standing.AwaitsOthers => "Somebody else must approve this, too",
        Consoles.Parts.Standing.Held => "This waits",
        Consoles.Parts.Standing.InForce => "This is in force",
        Consoles.Parts.Standing.Stopped or Consoles.Parts.Standing.StoppedQuietly => "This was stopped",
        Consoles.Parts.Standing.Over => "This is over",
        _ => throw new InvalidOperationException($"no words for {row.Standing}"),
    };

    /// <summary>The beginning of the digest in groups, as letters and the platform show it.</summary>
    private static string Fingerprint(string digest) => BeforeAfter.Grouped(digest[..16]);

    private (string Account, KeyReview[] Reviews)[] Reviews(Look look) => Array.ConvertAll(look.Moment.State.Accounts, a => (a.Id,
        ReviewKeys.Of(look.Moment.State, a, look.Moment.Policy, look.Moment.At, look.Moment.Wall, key => ring.UsageOf(a.Id, key.Id))));

    private Task SendAsync<TPage>(HttpContext http, SignedIn who, string title, string here, Func<Look, object> model)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        ConsoleDoor.SendAsync<TPage>(http, 200, door.Frame(who, title, here), model(LookOf(who)));
}
