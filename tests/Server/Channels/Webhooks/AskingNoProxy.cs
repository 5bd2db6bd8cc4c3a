using System.Net;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Tests.Channels.Webhooks.Outside;

namespace Holdfast.Server.Tests.Channels.Webhooks;

/// <summary>
/// What `HTTPS_PROXY` says becomes the default proxy of the whole process, so no other test may run meanwhile.
/// </summary>
[Collection(nameof(AskingNoProxy))]
[CollectionDefinition(nameof(AskingNoProxy), DisableParallelization = true)]
public sealed class AskingNoProxy : IDisposable
{
    private readonly IWebProxy before = HttpClient.DefaultProxy;

    public AskingNoProxy() => HttpClient.DefaultProxy = new WebProxy("http://10.9.9.9:3128");

    [Fact]
    public async Task The_proxy_of_the_process_is_not_called() => Assert.Empty(await Found(Outbound.Handler));

    [Fact]
    public async Task A_way_out_with_the_usual_settings_is_found() =>
        Assert.NotEmpty(await Found(options =>
        {
            var handler = Outbound.Handler(options);
            handler.UseProxy = true;
            handler.ConnectCallback = (context, cancellation) =>
                options.Connect(IPEndPoint.Parse($"{context.DnsEndPoint.Host}:{context.DnsEndPoint.Port}"), cancellation);
            return handler;
        }));

    public void Dispose() => HttpClient.DefaultProxy = before;

    private static async Task<List<string>> Found(Func<OutboundOptions, SocketsHttpHandler> handlerOf)
    {
        var internet = new Internet(receiver: null);
        internet.Name(UrlForms.Hook, Internet.Silent);
        using var outbound = new HttpMessageInvoker(handlerOf(internet.Options()));
        return await OutboundChecker.Check(internet, outbound, [$"https://{UrlForms.Hook}/"])
            .ToListAsync(TestContext.Current.CancellationToken);
    }
}
