using System.Text;

namespace Holdfast.System.Tests.Demonstration;

/// <summary>A bug that is planted between the server and its clients: one decision says something else.</summary>
internal sealed class PlantedAnswer(string path, string decision, string instead, int after)
{
    private int seen;

    /// <summary>Whether there was an answer to change.</summary>
    public bool Grew { get; private set; }

    public HttpMessageHandler Between(HttpMessageHandler server) => new Handler(this) { InnerHandler = server };

    private string Plant(string body)
    {
        var said = $"\"decision\":\"{decision}\"";
        if (!body.Contains(said, StringComparison.Ordinal) || Interlocked.Increment(ref seen) != after) return body;
        Grew = true;
        return body.Replace(said, $"\"decision\":\"{instead}\"", StringComparison.Ordinal);
    }

    private sealed class Handler(PlantedAnswer planted) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            var response = await base.SendAsync(request, stop);
            if (request.Method != HttpMethod.Post || request.RequestUri?.PathAndQuery != planted.Path) return response;
            var body = await response.Content.ReadAsStringAsync(stop);
            response.Content = new StringContent(planted.Plant(body), Encoding.UTF8, "application/json");
            return response;
        }
    }

    private string Path => path;
}
