using Holdfast.Consoles;
using Holdfast.Consoles.Pages;
using Holdfast.Server.Hosting;
using Holdfast.Server.Pages;
using Holdfast.Server.Sessions;
using Holdfast.Storage;
using Microsoft.AspNetCore.Components;

namespace Holdfast.Server.OwnerConsole;

/// <summary>What a session must be to pass.</summary>
internal enum Reach
{
    /// <summary>A link suffices: reading, stopping, freezing, reporting.</summary>
    Any,

    /// <summary>A factor was used.</summary>
    Full,
}

/// <summary>
/// The one way into the console's pages: who is signed in, whether a form is one of ours, and what everybody is told where it is not.
/// </summary>
internal sealed class ConsoleDoor(SessionBook sessions, FormSeal seal, Installation installation, bool isSandbox)
{
    private const int MostForm = 32_768;

    private static readonly MenuEntry[] Menu =
    [
        new("/console", "My money"), new("/console/keys", "Keys"), new("/console/addresses", "Addresses"), new("/console/bounds", "Limits"),
        new("/console/people", "People"), new("/console/sign-ins", "Sign-in"), new("/console/review", "Review"), new("/console/activity", "Activity"),
    ];

    /// <summary>A page for whoever is signed in.</summary>
    public RequestDelegate Page(Func<HttpContext, SignedIn, Task> show) => http => GuardAsync(http, async () =>
    {
        if (await sessions.FindAsync(http, counts: !http.Request.Headers.ContainsKey("X-Holdfast-Look")) is { } who) await show(http, who);
        else Go(http, "/console/sign-in");
    });

    /// <summary>An act of whoever is signed in.</summary>
    /// <param name="protects">It allows nothing, so it goes on while the log is set back.</param>
    public RequestDelegate Act(Reach reach, Func<ConsoleForm, Task> act, bool protects = false) => http => GuardAsync(http, async () =>
    {
        if (await sessions.FindAsync(http) is not { } who)
        {
            Go(http, "/console/sign-in?over=1");
            return;
        }
        if (await FieldsAsync(http) is not { } fields || !IsOwn(http) || !seal.Is(who.Session.Id, fields["form"].ToString()))
            await SayAsync(http, 403, who, "This did not come from your own page", "Nothing was changed. If somebody sent you here, close this page.", "/console", "Go to my page");
        else if (reach == Reach.Full && !who.Session.IsFull)
            await SayAsync(http, 403, who, "Show that it is you first", "You came by a link, which shows, stops and freezes. For this, use your passkey or authenticator.", "/console/sign-in", "Use it now");
        else if (!protects && installation.IsRolledBack)
            await SayAsync(http, 503, who, "Not now", "Nothing can be allowed at the moment. You can still stop changes and freeze.", "/console", "Back");
        else await act(new ConsoleForm(http, who, fields.ToDictionary(StringComparer.Ordinal)));
    });

    /// <summary>For anybody; where somebody is signed in he is known.</summary>
    public RequestDelegate Open(Func<HttpContext, SignedIn?, Task> show) => http => GuardAsync(http, async () => await show(http, await sessions.FindAsync(http)));

    public Frame Frame(SignedIn? who, string title, string here) => who is null ? new Frame(title, here) { IsSandbox = isSandbox } : new Frame(title, here)
    {
        Account = who.Moment.State.Accounts.Length == 1 ? who.Session.Account : $"{who.Session.Account} and {who.Moment.State.Accounts.Length - 1} more",
        Form = seal.Of(who.Session.Id),
        Once = Ids.Secret,
        IsFull = who.Session.IsFull,
        IsFrozen = who.Moment.State.IsFrozenAt(who.Moment.At),
        IsSandbox = isSandbox,
        Version = who.Moment.State.Version,
        Menu = Menu,
        SignOut = "/console/sign-out",
    };

    public static async Task SendAsync<TPage>(HttpContext http, int status, Frame frame, object? model = null)
        where TPage : IComponent
    {
        var page = await PageRenderer.RenderAsync<TPage>(frame with { Said = frame.Said ?? Did.Words(http.Request.Query["did"]) }, model);
        ConsoleHeaders.Write(http, status);
        await http.Response.WriteAsync(page, http.RequestAborted);
    }

    public Task SayAsync(HttpContext http, int status, SignedIn? who, string title, string line, string? path = null, string? action = null) =>
        SendAsync<Message>(http, status, Frame(who, title, ""), new MessageModel([line], path, action));

    /// <summary>After an act, so that going back or reading anew does not send it again.</summary>
    public static void Go(HttpContext http, string path)
    {
        http.Response.StatusCode = 303;
        http.Response.Headers.Location = path;
        http.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>Where an act came from, if that is one of the pages.</summary>
    public static string Back(ConsoleForm form) => Array.Find(Menu, m => m.Path == form["back"])?.Path ?? "/console";

    /// <summary>What browsers say of where a form stands; those that say nothing hold a cookie that no other site sends.</summary>
    public static bool IsOwn(HttpContext http)
    {
        var site = http.Request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is "same-origin" or "none";
        var origin = http.Request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == http.Request.Host.Value);
    }

    public static async ValueTask<IFormCollection?> FieldsAsync(HttpContext http)
    {
        if (!PageShell.IsForm(http.Request, MostForm)) return null;
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>People read these pages, so an outage is said in words.</summary>
    private async Task GuardAsync(HttpContext http, Func<Task> page)
    {
        try
        {
            await page();
        }
        catch (LogUnavailableException) when (!http.Response.HasStarted)
        {
            await SayAsync(http, 503, null, "Not now", "It could not be read or kept just now, so nothing was changed. Please try again in a moment.");
        }
    }
}
