using System.Net;
using Holdfast.Domain.Keys;
using Holdfast.Server.Gate;
using Microsoft.Extensions.Primitives;

namespace Holdfast.Server.Tests.Gate;

/// <summary>G32: whatever a client writes into the headers, the address that counts is the one that the first proxy of ours saw.</summary>
public sealed class BelievingProxies
{
    private const string Networks = "10.0.0.0/8,192.0.2.1,::1,fd00::/8";

    /// <summary>What a client may invent; the proxies add what is true after it.</summary>
    private static readonly string[] Invented =
    [
        "", "198.51.100.9", "127.0.0.1", "10.0.0.1", "::1", "[::1]", "::ffff:10.0.0.1", "::ffff:0a00:0001", "64:ff9b::a00:1", "10.0.0.1:443", "[fd00::1]:80",
        "fe80::1%eth0", "fd00::1%1", "010.0.0.1", "10.1", "0x0a000001", "167772161", "unknown", "_hidden", "for=10.0.0.1", "\"10.0.0.1\"", "10.0.0.1, 10.0.0.2",
        "198.51.100.9, 10.0.0.1", "10.0.0.1,198.51.100.9", ",,,", " , ", "10.0.0.1 198.51.100.9", "localhost", "10.0.0.1;", "256.1.1.1", "1.2.3", "1.2.3.4.5",
        "１０.0.0.1", "10.0.0.1\t", "::", "0.0.0.0", "255.255.255.255", "::ffff:198.51.100.9",
    ];

    /// <summary>How the request went: the addresses that each proxy of ours saw, the client's first.</summary>
    private static readonly (string[] Seen, string? Client)[] Ways =
    [
        (["203.0.113.7"], "203.0.113.7"),
        (["203.0.113.7", "10.0.0.5"], "203.0.113.7"),
        (["203.0.113.7", "10.0.0.5", "192.0.2.1"], "203.0.113.7"),
        (["2001:db8::7"], "2001:db8::7"),
        (["2001:db8::7", "fd00::5"], "2001:db8::7"),
        (["::ffff:203.0.113.7"], "203.0.113.7"),
        (["203.0.113.7", "::ffff:10.0.0.5"], "203.0.113.7"),
    ];

    /// <summary>Each way and each invention, on one line, on lines of their own, and with blanks.</summary>
    private static IEnumerable<(StringValues Header, string? Client)> Cases() =>
        from way in Ways
        from invented in Invented
        from form in new[] { 0, 1, 2 }
        let seen = string.Join(form == 2 ? " ,\t" : ", ", way.Seen)
        select (form switch
        {
            1 => invented.Length == 0 ? new StringValues(seen) : new StringValues([invented, .. way.Seen]),
            _ => new StringValues(invented.Length == 0 ? seen : $"{invented},{seen}"),
        }, way.Client);

    [Fact]
    public void The_client_is_who_called_the_first_of_them()
    {
        var proxies = Read(Networks);
        var cases = Cases().ToArray();
        Assert.True(cases.Length >= 500, $"{cases.Length} cases");
        Assert.All(cases, c => Assert.Equal(c.Client, proxies.Client(c.Header)?.ToString()));
    }

    /// <summary>Where all that is said are proxies of ours, or what is said last can't be read, nobody knows the client.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1, 10.0.0.2")]
    [InlineData("198.51.100.9, unknown")]
    [InlineData("198.51.100.9,")]
    [InlineData("198.51.100.9, 10.0.0.1:80")]
    [InlineData("198.51.100.9, fe80::1%eth0")]
    [InlineData("198.51.100.9, for=10.0.0.1")]
    public void Nobody_is_the_client_where_they_do_not_say_it(string header) => Assert.Null(Read(Networks).Client(header));

    [Fact]
    public void A_list_that_has_no_end_is_nobodys() =>
        Assert.Null(Read(Networks).Client(string.Join(',', Enumerable.Repeat("10.0.0.1", 100_000).Prepend("203.0.113.7"))));

    /// <summary>G45: readers that are wrong in ways that were seen elsewhere.</summary>
    [Theory]
    [InlineData("takes the first")]
    [InlineData("takes the last")]
    [InlineData("reads only the first line")]
    [InlineData("skips what it can't read")]
    public void A_reader_is_found_that(string bug)
    {
        var proxies = Read(Networks);
        Assert.Contains(Cases().Append((new StringValues("198.51.100.9, unknown"), null)), c => Planted(bug, proxies, c.Header)?.ToString() != c.Client);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("10.0.0.0/7")]
    [InlineData("somewhere")]
    public void Networks_that_anybody_is_in_are_refused(string networks)
    {
        var mistakes = new List<string>();
        Assert.Null(TrustedProxies.Read(networks, mistakes));
        Assert.Single(mistakes);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("192.0.2.2", false)]
    [InlineData("::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("fd00::1%3", true)]
    public void They_are_known_by_the_address_of_their_connection(string address, bool isOne) =>
        Assert.Equal(isOne, Read(Networks).Contains(IPAddress.Parse(address)));

    private static Ip? Planted(string bug, TrustedProxies proxies, StringValues header)
    {
        string[] all = [.. header.ToArray().SelectMany(l => l!.Split(',')).Select(p => p.Trim())];
        return bug switch
        {
            "takes the first" => Ip.TryParse(all[0], out var first) ? first : null,
            "takes the last" => Ip.TryParse(all[^1], out var last) ? last : null,
            "reads only the first line" => proxies.Client(header[0]),
            _ => all.Reverse().Select(p => Ip.TryParse(p, out var ip) ? ip : (Ip?)null).FirstOrDefault(ip => ip is { } i && proxies.Client(i.ToString()) is not null),
        };
    }

    private static TrustedProxies Read(string networks) => TrustedProxies.Read(networks, [])!;
}
