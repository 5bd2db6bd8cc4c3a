namespace Holdfast.Server.Tests.Channels.Webhooks.Outside;

/// <summary>
/// Sends to every URL twice and says where that led: to a place inside, or to a host that the URL does not name.
/// </summary>
internal static class OutboundChecker
{
    public static IAsyncEnumerable<string> Check(
        Internet internet, HttpMessageInvoker outbound, IEnumerable<string> urls) =>
        Check(internet, url => Post(outbound, url), urls);

    public static async IAsyncEnumerable<string> Check(
        Internet internet, Func<string, Task> send, IEnumerable<string> urls)
    {
        foreach (var url in urls)
        {
            internet.Forget();
            await send(url);
            await send(url);
            foreach (var place in internet.Connections.Where(place => !Internet.IsPublic(place)))
                yield return $"{url} led to {place}";
            foreach (var host in internet.LookedUp.Where(host => !IsNamed(host, url)))
                yield return $"{url} looked up {host}";
        }
    }

    /// <summary>Past everything that reads a URL, so that the way out is tried alone.</summary>
    private static async Task Post(HttpMessageInvoker outbound, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var to)) return;
        using var content = new StringContent("{}");
        using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = content };
        try
        {
            using var answer = await outbound.SendAsync(request, TestContext.Current.CancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or NotSupportedException)
        {
            // refused, which is what most of these are for
        }
    }

    private static bool IsNamed(string host, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var to)
        && (to.IdnHost == host || to.Host == host || $"[{to.DnsSafeHost}]" == host);
}
