using Holdfast.Domain.Reports;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Lessons;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reports;
using Holdfast.Server.Verification;
using Holdfast.Storage;

namespace Holdfast.Server.Pages;

/// <summary>The pages that anybody may open, in the middle of a call: no sign-in, no script.</summary>
internal sealed class PublicPages(Verifier verifier, Installation installation, InstallationClock clock, ReportsOfSources sources)
{
    private const int MostAsked = 2_000, MostForm = 8_192;

    public void Map(IEndpointRouteBuilder routes)
    {
        // a wrong lesson stops the start, not the page that somebody opens in a call
        if (Lesson.All.Count == 0) throw new InvalidOperationException("there are no lessons");
        routes.MapGet("/calling", (HttpContext http) => PageShell.SendAsync(http, 200, PublicWords.Calling)).Is(Operations.ShowCalling);
        routes.MapGet("/verify", VerifyAsync).Is(Operations.ShowVerify);
        routes.MapGet("/learn/{lesson}", LearnAsync).Is(Operations.ShowLesson);
        routes.MapGet("/report", (HttpContext http) => PageShell.SendAsync(http, 200, PublicWords.Report)).Is(Operations.ShowReport);
        routes.MapPost("/report", ReportAsync).Is(Operations.SendReport);
    }

    private static Task LearnAsync(HttpContext http) => Lesson.Find((string)http.Request.RouteValues["lesson"]!) is { } lesson
        ? PageShell.SendAsync(http, 200, PublicWords.Learn(lesson))
        : PageShell.SendAsync(http, 404, PublicWords.NoLesson);

    private async Task VerifyAsync(HttpContext http)
    {
        var typed = http.Request.Query["q"].ToString().Trim();
        if (typed.Length is 0 or > MostAsked)
        {
            await PageShell.SendAsync(http, 200, PublicWords.Verify(null, null, null));
            return;
        }
        var what = Guess.Of(typed);
        try
        {
            await PageShell.SendAsync(http, 200, PublicWords.Verify(typed, what, what is null ? null : verifier.Verify(what, typed, null)));
        }
        catch (LogUnavailableException) when (!http.Response.HasStarted)
        {
            await PageShell.SendAsync(http, 503, PublicWords.Verify(typed, null, null));
        }
    }

    private async Task ReportAsync(HttpContext http)
    {
        if (!PageShell.IsForm(http.Request, MostForm) || await FormAsync(http) is not { } form)
        {
            await PageShell.SendAsync(http, 400, PublicWords.Report);
            return;
        }
        var (claims, from) = (ToldCall.Claims(form["claims"].ToString()), ToldCall.From(form["from"].ToString()));
        if (claims.Length == 0 && from.Length == 0)
        {
            await PageShell.SendAsync(http, 400, PublicWords.Report);
            return;
        }
        var status = sources.Take(http, clock.Sure()) ? await TakeAsync(claims, from) : 429;
        await PageShell.SendAsync(http, status, PublicWords.Reported(status));
    }

    /// <summary>Evidence and nothing else: it acts on no account, for nobody knows whose it would be.</summary>
    private async Task<int> TakeAsync(string claims, string from)
    {
        try
        {
            var answer = await installation.RunAsync(
                (state, at) => TakeSighting.Decide(state, new TakeSighting(Ids.Report(), ToldCall.Of(claims, from, at)), at),
                (outcome, _) => Installation.Refusal(outcome, () => new Answered(200, default)), null);
            return answer.Status == 200 ? 200 : 429;
        }
        catch (LogUnavailableException)
        {
            return 503;
        }
    }

    private static async Task<IFormCollection?> FormAsync(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
