using Holdfast.Server.Channels.Webhooks;

namespace Holdfast.Server.Tests.Channels.Webhooks;

public sealed class NamingAUrl
{
    [Theory]
    [InlineData("https://hooks.example.com")]
    [InlineData("https://hooks.example.com/")]
    [InlineData("https://hooks.example.com:443/in?channel=1&x=%20")]
    [InlineData("HTTPS://Hooks.Example.com/In")]
    [InlineData("https://a-1.b2.xn--p1ai/")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://пример.рф/")]
    [InlineData("https://例え.テスト/")]
    [InlineData("https://hooks.example.com/a/../b@c:80/[x]")]
    public void A_name_on_the_open_internet_may_be_called(string url) => Assert.Empty(WebhookUrl.Mistakes(url));

    [Theory]
    [InlineData("https://bücher.example/x", "https://xn--bcher-kva.example/x")]
    [InlineData("https://Hooks.Example.com:443", "https://hooks.example.com/")]
    public void What_is_called_is_ascii(string url, string called) =>
        Assert.Equal(called, WebhookUrl.Read(url, sandbox: false, out _)!.AbsoluteUri);

    [Theory]
    [InlineData("", "a webhook url begins with `https://`")]
    [InlineData("hooks.example.com", "a webhook url begins with `https://`")]
    [InlineData("http://hooks.example.com/", "a webhook url begins with `https://`")]
    [InlineData("ftp://hooks.example.com/", "a webhook url begins with `https://`")]
    [InlineData("https:/hooks.example.com/", "a webhook url begins with `https://`")]
    [InlineData("https:hooks.example.com/", "a webhook url begins with `https://`")]
    [InlineData("https://hooks.example.com:8443/", "a webhook url has no port but 443")]
    [InlineData("https://hooks.example.com:0443/", "a webhook url has no port but 443")]
    [InlineData("https://hooks.example.com:/", "a webhook url has no port but 443")]
    [InlineData("https://me@hooks.example.com/", "a webhook url has no user name or password")]
    [InlineData("https://hooks.example.com/#x", "a webhook url has no fragment")]
    [InlineData("https://hooks.example.com\\x", "a webhook url has no space, backslash or control character")]
    [InlineData("https://hooks.example.com/ x", "a webhook url has no space, backslash or control character")]
    [InlineData(" https://hooks.example.com/", "a webhook url has no space, backslash or control character")]
    [InlineData("https://hooks.example.com/\r\nx: y", "a webhook url has no space, backslash or control character")]
    [InlineData("https://localhost/", "the host must be a name with a full stop in it")]
    [InlineData("https:///x", "the host must be a name with a full stop in it")]
    [InlineData("https://hooks.example.com./", "the host name must not end in a full stop")]
    [InlineData("https://hooks..com/", "the host must be a name of letters, digits, hyphens and full stops")]
    [InlineData("https://-a.example/", "the host must be a name of letters, digits, hyphens and full stops")]
    [InlineData("https://a_b.example/", "the host must be a name of letters, digits, hyphens and full stops")]
    [InlineData("https://ex%61mple.com/", "the host name must not be percent-encoded")]
    [InlineData("https://93.184.215.14/", "the host must be a name, not an address")]
    [InlineData("https://[2606:4700::1111]/", "the host must be a name, not an address")]
    [InlineData("https://127.1/", "the host must be a name, not an address")]
    [InlineData("https://0x7f.0.0.0x1/", "the host must be a name, not an address")]
    [InlineData("https://a.0x1/", "the host must be a name, not an address")]
    [InlineData("https://127。0。0。1/", "the host name has a character that a name of the internet can't have")]
    [InlineData("https://１２７.0.0.1/", "the host name has a character that a name of the internet can't have")]
    [InlineData("https://hooks．example/", "the host name has a character that a name of the internet can't have")]
    [InlineData("https://ⓔxample.com/", "the host name has a character that a name of the internet can't have")]
    [InlineData("https://ﬁsh.example/", "the host name has a character that a name of the internet can't have")]
    public void Anything_else_is_named_in_plain_words(string url, string mistake) =>
        Assert.Contains(mistake, WebhookUrl.Mistakes(url));

    [Fact]
    public void All_mistakes_are_named_at_once() =>
        Assert.Equal(4, WebhookUrl.Mistakes("https://me@hooks.example.com:8443/a b#c").Count);

    [Fact]
    public void A_url_has_2048_characters_at_most()
    {
        var url = "https://hooks.example.com/";
        Assert.Empty(WebhookUrl.Mistakes(url.PadRight(2_048, 'x')));
        Assert.NotEmpty(WebhookUrl.Mistakes(url.PadRight(2_049, 'x')));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/in", true)]
    [InlineData("http://localhost:8080/in?x=1", true)]
    [InlineData("http://localhost:80", true)]
    [InlineData("https://hooks.example.com/", true)]
    [InlineData("http://localhost/in", false)]
    [InlineData("http://127.1:8080/", false)]
    [InlineData("http://127.0.0.2:8080/", false)]
    [InlineData("http://[::1]:8080/", false)]
    [InlineData("http://LOCALHOST:8080/", false)]
    [InlineData("http://me@localhost:8080/", false)]
    [InlineData("http://localhost:8080@hooks.example.com/", false)]
    [InlineData("http://localhost.:8080/", false)]
    [InlineData("http://localhost:8080/#x", false)]
    [InlineData("http://localhost:080/", false)]
    [InlineData("https://localhost:8443/", false)]
    [InlineData("http://192.168.0.1:8080/", false)]
    [InlineData("http://hooks.example.com/", false)]
    public void A_sandbox_may_call_the_machine_it_runs_on_and_no_other(string url, bool may)
    {
        Assert.Equal(may, WebhookUrl.Mistakes(url, sandbox: true).Count == 0);
        if (url.StartsWith("http:", StringComparison.Ordinal)) Assert.NotEmpty(WebhookUrl.Mistakes(url));
    }
}
