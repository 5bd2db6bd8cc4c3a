using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Channels.Webhooks;

/// <summary>
/// Makes one attempt to deliver a webhook. Whatever the network or the receiver does is an outcome; only cancellation
/// is thrown.
/// </summary>
internal sealed class WebhookSender(OutboundOptions options, Ed25519 key) : IDisposable
{
    private readonly HttpMessageInvoker outbound = Outbound.Open(options);

    /// <param name="id">The same at every attempt; see <see cref="WebhookSignature.IsId"/>.</param>
    /// <param name="at">The time of this attempt.</param>
    /// <param name="secrets">Those of all channels to this URL; each signs.</param>
    [SuppressMessage("Design", "CA1054", Justification = "it is checked again before every attempt")]
    public async Task<Attempt> SendAsync(
        string url, string id, DateTimeOffset at, ReadOnlyMemory<byte> body, IReadOnlyList<WebhookSecret> secrets,
        CancellationToken cancellation)
    {
        if (Place(url) is not { } to) return new Attempt.Refused("not a url that may be called");
        using var request = Request(to, WebhookSignature.Sign(id, at, body, secrets, key));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Limit);
        try
        {
            using var answer = await outbound.SendAsync(request, limit.Token);
            return Judge(answer, at);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Attempt.Later("no answer in time");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new Attempt.Later(Why(failure));
        }
    }

    public void Dispose() => outbound.Dispose();

    private Uri? Place(string url) => options.ByOperator ? new Uri(url) : WebhookUrl.Read(url, options.Sandbox, out _);

    private static HttpRequestMessage Request(Uri to, SignedWebhook webhook)
    {
        var content = new ReadOnlyMemoryContent(webhook.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, to)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add("User-Agent", "Holdfast");
        request.Headers.Add("webhook-id", webhook.Id);
        request.Headers.Add("webhook-timestamp", webhook.Timestamp);
        request.Headers.Add("webhook-signature", webhook.Signature);
        return request;
    }

    private static Attempt Judge(HttpResponseMessage answer, DateTimeOffset now)
    {
        var said = $"answered {(int)answer.StatusCode}";
        if (answer.IsSuccessStatusCode) return new Attempt.Taken(said);
        return answer.StatusCode switch
        {
            HttpStatusCode.Gone => new Attempt.Refused(said),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable =>
                new Attempt.Later(said, Asked(answer, now)),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                new Attempt.Later($"{said}: redirects are not followed"),
            _ => new Attempt.Later(said),
        };
    }

    private static TimeSpan? Asked(HttpResponseMessage answer, DateTimeOffset now) =>
        answer.Headers.NonValidated.TryGetValues("Retry-After", out var values) && values.Count == 1
            ? RetryAfter.Read(values.ToString(), now)
            : null;

    /// <summary>Says what failed in our words: those of the framework name hosts and addresses.</summary>
    private static string Why(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AddressRefusedException) return cause.Message;
            if (cause is AuthenticationException) return "no tls that can be trusted";
            if (cause is SocketException on && IsAboutTheName(on.SocketErrorCode)) return "the name was not found";
        }

        return failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
            ? "no connection"
            : "no answer that could be read";
    }

    private static bool IsAboutTheName(SocketError error) =>
        error is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain;
}
