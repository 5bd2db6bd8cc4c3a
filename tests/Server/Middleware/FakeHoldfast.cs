using System.Collections.Concurrent;
using Holdfast.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Middleware;

/// <summary>Answers as it is told, and keeps what it was asked: for answers that a real server does not give.</summary>
internal sealed class FakeHoldfast : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Func<HttpContext, Task> answer;

    private FakeHoldfast(WebApplication app, Func<HttpContext, Task> answer) => (this.app, this.answer) = (app, answer);

    public ConcurrentQueue<(Dictionary<string, string> Headers, byte[] Body)> Asked { get; } = new();

    public Uri Address => new(app.Urls.First());

    public static async Task<FakeHoldfast> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var fake = new FakeHoldfast(builder.Build(), answer);
        fake.app.Run(fake.AnswerAsync);
        await fake.app.StartAsync();
        return fake;
    }

    public static Task Consent(HttpContext http)
    {
        var headers = http.Response.Headers;
        (headers["X-Accel-Redirect"], headers["X-Holdfast-Account"], headers["X-Holdfast-Key"], headers["X-Holdfast-Permission"]) =
            (Question.Onward, "anna", "bot-1", "read");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Asked.Enqueue((http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        await answer(http);
    }
}
