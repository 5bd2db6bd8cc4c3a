using System.Net;

namespace Holdfast.Server.Tests.Channels.Webhooks.Outside;

/// <summary>The URLs that somebody would try in order to be called where he must not be.</summary>
internal static class UrlForms
{
    public const string Hook = "hook.example";

    private static readonly string[] Inside =
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
        "0.0.0.0", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "168.63.129.16", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "::ffff:93.184.215.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1",
        "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "4000::1",
    ];

    private static readonly string[] Spellings =
    [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0177.0.0.1",
        "017700000001", "0177.1", "00000177.0.0.1", "127.0.0.1.", "0", "0.0.0.0", "127.127.127.127", "10.1", "0xa.1",
        "012.0.0.1", "167772161", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.16689662",
        "192.168.257", "3232235777", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::1]", "[::127.0.0.1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]",
        "[64:ff9b::169.254.169.254]", "[fe80::1%25eth0]", "[fe80::1%1]", "[fc00::1]", "[2002:7f00:1::]",
        "[2001:0:53aa:64c:0:fbff:80ff:fffe]", "%31%32%37.0.0.1", "127%2E0%2E0%2E1", "127。0。0。1", "127．0．0．1",
        "127｡0｡0｡1", "１２７.０.０.１", "①②⑦.⓪.⓪.①", "localhost", "LOCALHOST", "localhost.", "localhost.localdomain",
        "ⓛocalhost", "metadata.google.internal", "127.0.0.1.nip.example", "internal",
    ];

    private static readonly string[] Shapes =
    [
        "https://{0}/", "http://{0}/", "https://{0}:443/in", "https://{0}:8080/", "https://me:you@{0}/",
        "https://hook.example@{0}/", "https://hook.example:443@{0}/", "https://{0}\\@hook.example/",
        "https://hook.example\\@{0}/", "https://{0}#@hook.example/", "https://{0}?@hook.example/", "https:{0}/",
        "https:///{0}/", "https://{0};hook.example/", "https://hook.example%40{0}/", "\thttps://{0}/",
        "https://{0}%00.hook.example/", "//{0}/", "wss://{0}/", "gopher://{0}/", "https://{0}:0443/",
        "https://{0}:65979/",
    ];

    /// <summary>Where answers try to lead; `n1.example` and the like are names of addresses inside.</summary>
    private static readonly string[] Locations =
    [
        "http://127.0.0.1/", "https://127.0.0.1/", "https://10.0.0.1/", "//10.0.0.1/", "https://[::1]/",
        "https://[::ffff:10.0.0.1]/", "http://169.254.169.254/latest/meta-data/", "https://2130706433/",
        "https://n1.example/", "https://n20.example/", "https://other.example/", "/status/302?Location=/", "",
        "https://hook.example:8080/", "file:///etc/passwd", "?",
    ];

    /// <summary>Makes the names known, and gives every URL once.</summary>
    public static IReadOnlyList<string> In(Internet internet) =>
        [.. Spelled().Concat(Named(internet)).Concat(Mixed(internet)).Concat(Rebound(internet)).Concat(Led(internet))];

    private static IEnumerable<string> Spelled() =>
        Shapes.SelectMany(shape => Spellings.Select(host => string.Format(shape, host)));

    private static IEnumerable<string> Named(Internet internet)
    {
        for (var n = 0; n < Inside.Length; n++)
        {
            internet.Name($"n{n}.example", IPAddress.Parse(Inside[n]));
            yield return $"https://n{n}.example/";
        }
    }

    private static IEnumerable<string> Mixed(Internet internet)
    {
        for (var n = 0; n < Inside.Length; n++)
        {
            var inside = IPAddress.Parse(Inside[n]);
            internet.Name($"first{n}.example", [inside, .. Internet.Open]);
            internet.Name($"second{n}.example", Internet.Open[0], inside);
            internet.Name($"fallback{n}.example", [.. Internet.Silent, inside]);
            foreach (var kind in (string[])["first", "second", "fallback"]) yield return $"https://{kind}{n}.example/";
        }
    }

    private static IEnumerable<string> Rebound(Internet internet)
    {
        for (var n = 0; n < Inside.Length; n++)
        {
            var inside = IPAddress.Parse(Inside[n]);
            internet.Rebind($"rebind{n}.example", [Internet.Open[0]], [inside], [Internet.Open[0]], [inside]);
            internet.Rebind($"late{n}.example", [Internet.Silent[0]], [Internet.Open[0], inside]);
            foreach (var kind in (string[])["rebind", "late"]) yield return $"https://{kind}{n}.example/";
        }
    }

    private static IEnumerable<string> Led(Internet internet)
    {
        internet.Name(Hook, Internet.Open);
        internet.Name("other.example", Internet.Open);
        int[] statuses = [201, 300, 301, 302, 303, 305, 307, 308];
        foreach (var place in Locations.Select(Uri.EscapeDataString))
            foreach (var status in statuses) yield return $"https://{Hook}/status/{status}?Location={place}";
        string[] headers =
        [
            "Alt-Svc=h2=%2210.0.0.1:443%22;persist=1", "Alt-Svc=h3=%22n1.example:443%22",
            "Refresh=0;url=https://n1.example/", "Link=%3Chttps://n1.example/%3E;rel=preconnect",
            "Content-Location=https://n1.example/", "Proxy-Authenticate=Basic",
        ];
        foreach (var header in headers)
            foreach (var status in (int[])[200, 401, 407, 421]) yield return $"https://{Hook}/status/{status}?{header}";
    }
}
