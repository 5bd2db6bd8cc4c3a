using System.Text;

namespace Holdfast.Fuzz.Http;

/// <summary>What is no HTTP any more.</summary>
internal sealed class Garbage(Random random)
{
    private static readonly string[] Heads =
    [
        "GET / HTTP/1.1\r\n\r\n", "GET /healthz HTTP/1.0\r\n\r\n", "GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n", "GET http://a/healthz HTTP/1.1\r\nHost: b\r\n\r\n", "GET  /healthz  HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}", "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost a\r\n\r\n", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n\r\n\r\n", "\u0016\u0003\u0001\u0002\0\u0001",
        "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
    ];

    public Shot Of(Shot shot)
    {
        var raw = random.Next(4) switch
        {
            0 => Encoding.Latin1.GetBytes(Heads[random.Next(Heads.Length)]),
            1 => Noise(),
            2 => Cut(shot.ToBytes()),
            _ => Changed(shot.ToBytes()),
        };
        return shot with { Raw = raw, Form = Form.Broken, Story = "garbage" };
    }

    private byte[] Noise()
    {
        var noise = new byte[random.Next(1, 400)];
        random.NextBytes(noise);
        return noise;
    }

    private byte[] Cut(byte[] whole) => whole[..random.Next(whole.Length)];

    private byte[] Changed(byte[] whole)
    {
        for (var times = random.Next(1, 8); times > 0; times--) whole[random.Next(Math.Min(whole.Length, 300))] = (byte)random.Next(256);
        return whole;
    }
}
