using System.Net;
using System.Text;

namespace Holdfast.AspNetCore;

/// <summary>The connection to `/authz`. Each request is asked about once: a second time it would be one that was seen before.</summary>
internal sealed class Gate : IDisposable
{
    private readonly HttpClient client;
    private readonly TimeSpan timeout;

    public Gate(HoldfastOptions options)
    {
        timeout = options.Timeout;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            // a header of tracing would stand beside those that the client signed
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        client = new HttpClient(handler) { BaseAddress = options.Address, Timeout = Timeout.InfiniteTimeSpan };
    }

    public async ValueTask<Verdict> AskAsync(Question question, CancellationToken aborted)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        stop.CancelAfter(timeout);
        try
        {
            using var message = question.ToMessage();
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return Verdict.Of(answer);
        }
        catch (OperationCanceledException)
        {
            return Verdict.Unasked(aborted.IsCancellationRequested ? "the client went away" : $"no answer within {timeout.TotalSeconds} s");
        }
        catch (HttpRequestException failure)
        {
            return Verdict.Unasked(failure.HttpRequestError.ToString());
        }
    }

    public void Dispose() => client.Dispose();
}
