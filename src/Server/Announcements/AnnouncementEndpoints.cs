using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Server.Answers;
using Holdfast.Server.Deliveries;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Pages;
using Holdfast.Server.Reading;
using Holdfast.Storage;

namespace Holdfast.Server.Announcements;

/// <summary>The platform's word that it told its customers, and the page behind a veto link.</summary>
internal sealed class AnnouncementEndpoints(
    Api api, ILog log, OwnerBook owners, Installation installation, Dispatcher dispatcher, Outgoing outgoing, VetoLinks links)
{
    private const int MostForm = 256;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/announcements/taken", api.Post(Door.Feed, TakenAsync)).Is(Operations.TakeAnnouncements);
        routes.MapGet("/veto/{token}", (RequestDelegate)(http => Guard(http, PageAsync(http, null)))).Is(Operations.ShowVeto);
        routes.MapPost("/veto/{token}", (RequestDelegate)(http => Guard(http, VetoAsync(http)))).Is(Operations.VetoByLink);
    }

    private async ValueTask<Answered> TakenAsync(Ask ask)
    {
        var reading = Bodies.Taken(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        if (body.UpTo > log.Head)
            return Problems.Of([new Mistake(422, "beyondTheHead", "/upTo", $"the log ends at position {log.Head}")]);
        if (!installation.Current.Policy.PlatformTells)
            return await installation.KeepAsync(
                Problems.Conflict("platformDoesNotTell", "the policy does not say that the platform tells its customers itself"),
                ask.Request);
        await dispatcher.ReachAsync(body.UpTo, ask.Http.RequestAborted);
        var taken = outgoing.UntoldUpTo(body.UpTo);
        foreach (var untold in taken)
        {
            await dispatcher.TakeAsync(untold.Owner, untold.Change, null);
            outgoing.Forget(untold);
        }
        return await installation.KeepAsync(new Answered(200, Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("upTo", body.UpTo);
            json.WriteNumber("started", taken.Count);
            json.WriteEndObject();
        })), ask.Request);
    }

    /// <summary>People read these pages, so an outage is said in words, too.</summary>
    private static async Task Guard(HttpContext http, Task page)
    {
        try
        {
            await page;
        }
        catch (LogUnavailableException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = 503;
            await http.Response.WriteAsync("It could not be read just now. Please try again in a moment.", http.RequestAborted);
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException && !http.Response.HasStarted)
        {
            http.Response.StatusCode = 400;
        }
    }

    private async Task VetoAsync(HttpContext http)
    {
        if (!PageShell.IsForm(http.Request, MostForm))
        {
            await PageAsync(http, "Nothing was sent. Please press the button.");
            return;
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Find(http) is not { } found)
        {
            await PageAsync(http, null);
            return;
        }
        var quiet = form["quiet"] == "on";
        var done = 0;
        try
        {
            var state = owners.ReadOwner(found.Owner).State;
            var changes = found.All || form["which"] == "all"
                ? state.Changes.Where(c => c.Waits).Select(c => c.Id).ToArray()
                : [found.Change];
            foreach (var change in changes)
                if (await owners.RunAsync(found.Owner, Veto(change, found.By, quiet)) is { Status: 200 }) done++;
        }
        catch (LogUnavailableException)
        {
            await PageAsync(http, "It could not be stopped just now. Please try again in a moment.");
            return;
        }
        await PageAsync(http, done == 0
            ? "There was nothing left to stop here. If something is wrong, freeze your account and write to us."
            : "Stopped. It will not happen. You don't need to do anything else. We never call you.");
    }

    private static Command Veto(string change, By by, bool quiet) => new()
    {
        Decide = moment => VetoChange.Decide(moment.State, new VetoChange(change, by, quiet), moment.Policy, moment.At),
        Answer = (outcome, _) => outcome is Outcome.Refused refused ? Problems.Of(refused) : new Answered(200, default),
    };

    private async Task PageAsync(HttpContext http, string? said)
    {
        var found = Find(http);
        var state = found is { } f ? (await owners.ShowOwnerAsync(f.Owner)).State : null;
        Change[] changes = found is not { } link ? []
            : link.All ? [.. state!.Changes.Where(c => c.Waits && c.Quiet is null)]
            : [.. state!.Changes.Where(c => string.Equals(c.Id, link.Change, StringComparison.Ordinal))];
        await PageShell.SendAsync(http, found is null ? 404 : 200, VetoPage.Write(found is not null, changes, found is { All: true }, said));
    }

    /// <summary>The change and the say behind a link; null when the link is none of ours.</summary>
    private Stopper? Find(HttpContext http)
    {
        if (links.Read((string)http.Request.RouteValues["token"]!) is not { } link) return null;
        if (log.Find(link.Announcement.Key) is not { } position) return null;
        for (var next = position; log.ReadAt(next) is { } stored; next++)
        {
            if (EventCodec.Read(stored) is not OwnerEvent.Announced announced) continue;
            if (announced.Change is null || link.Recipient >= announced.To.Length) return null;
            return new Stopper(stored.Owner, announced.Change, ByOf(announced.To[link.Recipient].Channel, stored.Owner), link.All);
        }
        return null;
    }

    private static By ByOf(string channel, string owner) =>
        channel == RecipientName.Platform ? new By(ByKind.Owner, owner)
        : RecipientName.GuardianOf(channel) is { } guardian ? new By(ByKind.Guardian, guardian)
        : new By(ByKind.Link, channel);

    private readonly record struct Stopper(string Owner, string Change, By By, bool All);
}
