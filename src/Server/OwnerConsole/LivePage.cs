using System.Collections.Concurrent;
using System.Globalization;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Sessions;
using Holdfast.Storage;

namespace Holdfast.Server.OwnerConsole;

/// <summary>
/// Tells an open page that there is news. It waits and costs nothing meanwhile but the connection; it never keeps a session awake.
/// </summary>
internal sealed class LivePage(SessionBook sessions, OwnerBook owners, CancellationToken stopping)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/console/live", LiveAsync).Is(ConsoleOperations.Live);

    /// <summary>An owner's state may be another from now on.</summary>
    public void Touch(string owner)
    {
        if (waiting.TryRemove(owner, out var news)) news.TrySetResult();
    }

    private async Task LiveAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            http.Response.StatusCode = await WaitAsync(http);
        }
        catch (LogUnavailableException)
        {
            http.Response.StatusCode = 503;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            http.Response.StatusCode = 503;
        }
    }

    /// <summary>200: there is news; 204: there is none yet; 401: nobody is signed in any more.</summary>
    private async Task<int> WaitAsync(HttpContext http)
    {
        if (!long.TryParse(http.Request.Query["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen)) return 400;
        if (await sessions.FindAsync(http, counts: false) is not { } who) return 401;
        var news = waiting.GetOrAdd(who.Owner, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        // what came between reading and waiting is not missed
        if ((await owners.ShowOwnerAsync(who.Owner)).State.Version > seen) return 200;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await news.Task.WaitAsync(Until(who.Moment), either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        either.Token.ThrowIfCancellationRequested();
        var now = await owners.ShowOwnerAsync(who.Owner);
        return now.State.Version > seen || now.At >= who.Moment.State.Next ? 200 : 204;
    }

    /// <summary>Until something comes into force by itself, at the latest.</summary>
    private static TimeSpan Until(Moment moment) =>
        moment.State.Next == Domain.Time.Instant.Never || moment.State.Next - moment.At > Patience ? Patience : moment.State.Next - moment.At + TimeSpan.FromMilliseconds(1);
}
