using System.Text;
using Holdfast.Consoles.Pages;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Clocks;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Reading;
using Holdfast.Server.Sessions;

namespace Holdfast.Server.OwnerConsole;

/// <summary>Signing in and out: by the platform's link, by a passkey, by a code for whoever came by a link.</summary>
internal sealed class SignInPages(ConsoleDoor door, SessionBook sessions, SignInChallenges challenges, OwnerPasskeys passkeys, InstallationClock clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/open/{link}", door.Open((http, _) => ConsoleDoor.SendAsync<OpenLink>(http, 200, door.Frame(null, "Open your console", ""), http.Request.Path.Value))).Is(ConsoleOperations.ShowLink);
        routes.MapPost("/console/open/{link}", door.Open((http, _) => ByLinkAsync(http))).Is(ConsoleOperations.OpenLink);
        routes.MapGet("/console/sign-in", door.Open((http, who) => ShowAsync(http, 200, who, http.Request.Query.ContainsKey("over") ? ["You were signed out, because nothing happened for a while or somebody ended it."] : []))).Is(ConsoleOperations.ShowSignIn);
        routes.MapPost("/console/sign-in", door.Open(ByPasskeyAsync)).Is(ConsoleOperations.SignIn);
        routes.MapPost("/console/sign-in/code", door.Act(Reach.Any, ByCodeAsync)).Is(ConsoleOperations.SignInByCode);
        routes.MapPost("/console/sign-out", door.Act(Reach.Any, SignOutAsync, protects: true)).Is(ConsoleOperations.SignOut);
        routes.MapPost("/console/sessions/end", door.Act(Reach.Any, EndAsync, protects: true)).Is(ConsoleOperations.EndSessions);
    }

    private async Task ByLinkAsync(HttpContext http)
    {
        var link = (string)http.Request.RouteValues["link"]!;
        var signIn = ConsoleDoor.IsOwn(http) && link.Length == 43 ? await sessions.ByLinkAsync(http, link) : new SignIn(null, default!);
        if (signIn.Token is { } token)
        {
            sessions.Cookie.Give(http.Response, token);
            ConsoleDoor.Go(http, "/console");
        }
        else await door.SayAsync(http, 403, null, "This link is over", "A link opens once, within a minute. Go back to your platform and open Holdfast again from there.", "/console/sign-in", "Sign in with a passkey");
    }

    private async Task ByPasskeyAsync(HttpContext http, SignedIn? who)
    {
        var fields = await ConsoleDoor.FieldsAsync(http);
        var response = fields is null ? null : Bodies.Assertion(Encoding.UTF8.GetBytes(fields["credential"].ToString())).Value;
        if (response is null || !ConsoleDoor.IsOwn(http)) await RefuseAsync(http, who, 400, "Nothing came from a passkey. Try again.");
        else if (await sessions.ByPasskeyAsync(http, response) is { Token: { } token }) Enter(http, token);
        else await RefuseAsync(http, who, 403, "This passkey is not one that signs in here, or it took longer than five minutes. Try again.");
    }

    private async Task ByCodeAsync(ConsoleForm form)
    {
        var (kind, code) = form["recovery"] is { } paper ? (FactorKind.Recovery, paper) : (FactorKind.Totp, form["code"] ?? "");
        if (kind == FactorKind.Recovery ? RecoveryCodes.Read(code) is null : code.Length != 6 || !code.All(char.IsAsciiDigit))
            await RefuseAsync(form.Http, form.Who, 400, kind == FactorKind.Recovery ? "A recovery code is four groups of four letters and digits." : "A code is six digits.");
        else if (await sessions.ByCodeAsync(form.Http, form.Who, kind, code) is var signIn && signIn.Token is { } token) Enter(form.Http, token);
        else await RefuseAsync(form.Http, form.Who, 403, AnswerReading.Mistakes(signIn.Answer));
    }

    private async Task SignOutAsync(ConsoleForm form)
    {
        await sessions.EndAsync(form.Who, form.Who.Session.Id);
        sessions.Cookie.Take(form.Http.Response);
        form.Http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        ConsoleDoor.Go(form.Http, "/console/sign-in");
    }

    /// <summary>One that is named, or all but this one.</summary>
    private async Task EndAsync(ConsoleForm form)
    {
        string[] ends = form["session"] is { } one ? [one] : [.. form.Who.Moment.State.Sessions.Select(s => s.Id).Where(id => id != form.Who.Session.Id)];
        await sessions.EndAsync(form.Who, ends);
        ConsoleDoor.Go(form.Http, $"/console/sign-ins?did={Did.Ended}");
    }

    private void Enter(HttpContext http, string token)
    {
        sessions.Cookie.Give(http.Response, token);
        ConsoleDoor.Go(http, $"/console?did={Did.SignedIn}");
    }

    private Task RefuseAsync(HttpContext http, SignedIn? who, int status, params string[] why) => ShowAsync(http, status, who, why);

    private Task ShowAsync(HttpContext http, int status, SignedIn? who, string[] mistakes)
    {
        var state = who?.Moment.State;
        return ConsoleDoor.SendAsync<SignInPage>(http, status, door.Frame(who, "Sign in", "/console/sign-in") with { Mistakes = mistakes, Version = null },
            new SignInModel(
                PasskeyOptions.SignIn(passkeys, challenges.Make(clock.Wall())), who is { Session.IsFull: false } ? who.Session.Account : null,
                Has(state, FactorKind.Totp), Has(state, FactorKind.Recovery)));
    }

    private static bool Has(OwnerState? state, FactorKind kind) => state is not null && Array.Exists(state.Factors, f => f.Kind == kind);
}
