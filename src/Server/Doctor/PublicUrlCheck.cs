using Holdfast.Server.Hosting;

namespace Holdfast.Server.Doctor;

/// <summary>Whether the links in letters lead here.</summary>
internal static class PublicUrlCheck
{
    private const string Check = "publicUrl";

    public static async Task<IEnumerable<Finding>> LookAsync(ServerOptions options, bool isRunning, CancellationToken stop)
    {
        if (!Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return [];
        var says = await AskAsync(new Uri(url, "/healthz"), stop);
        return
        [
            says is null ? Finding.Fine(Check, $"{options.PublicRoot} leads here")
            : !isRunning ? new Finding(Check, FindingLevel.Note, $"{options.PublicRoot} {says}; no server runs, so that may be right")
            : Finding.Warning(
                Check, $"{options.PublicRoot} {says}", "nobody can open the links that stop a change", "see the proxy, its certificate, and the name's address"),
        ];
    }

    private static async Task<string?> AskAsync(Uri url, CancellationToken stop)
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            var body = await client.GetStringAsync(url, stop);
            return body == """{"status":"ok"}""" ? null : "is answered by something else";
        }
        catch (HttpRequestException e)
        {
            return e.HttpRequestError == HttpRequestError.SecureConnectionError ? "has a certificate that is not trusted"
                : e.StatusCode is { } status ? $"answers {(int)status}" : "can't be reached from here";
        }
        catch (TaskCanceledException)
        {
            return "doesn't answer within 5 seconds";
        }
    }
}
