using System.Globalization;
using Holdfast.Domain.Keys;
using Holdfast.Server.Gate.Activity;

namespace Holdfast.Server.Tests.Gate.Activity;

public sealed class LookingUpNetworks
{
    [Theory]
    [InlineData("10.0.0.1", "outer")]
    [InlineData("10.1.2.3", "inner")]
    [InlineData("10.1.2.255", "inner")]
    [InlineData("10.1.3.0", "outer")]
    [InlineData("10.255.255.255", "outer")]
    [InlineData("11.0.0.0", null)]
    [InlineData("9.255.255.255", null)]
    [InlineData("::ffff:10.1.2.3", "inner")]
    [InlineData("2001:db8::1", "six")]
    [InlineData("2001:db9::1", null)]
    [InlineData("255.255.255.255", "last")]
    public void The_innermost_network_counts(string address, string? kind)
    {
        var table = NetworkTable.Read(
            [("outer", "a", "# a list\r\n10.0.0.0/8\n\n  # done"), ("inner", "b", "10.1.2.0/24 # in it"), ("six", "c", "2001:db8::/32"), ("last", "d", "255.255.255.255")], [])!;
        Assert.Equal(kind, table.Find(Ip(address)));
    }

    [Fact]
    public void Finds_what_a_scan_finds()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var networks = Enumerable.Range(0, random.Next(1, 40)).Select(i =>
            {
                var length = random.Next(100, 129);
                var first = ((UInt128)0xffff << 32 | (uint)random.Next(0, 1 << 12) << (random.Next(3) * 8)) & ~(length == 128 ? 0 : UInt128.MaxValue >> length);
                return (Kind: "k" + i.ToString(CultureInfo.InvariantCulture), Network: new Source(first, length));
            }).DistinctBy(n => n.Network).ToArray();
            var table = NetworkTable.Read(networks.Select(n => (n.Kind, n.Kind, n.Network.ToString())), [])!;
            foreach (var at in networks.SelectMany(n => new[] { n.Network.First - 1, n.Network.First, n.Network.First + 1, n.Network.Last, n.Network.Last + 1 }))
            {
                var naive = networks.Where(n => n.Network.Contains(new Ip(at))).OrderByDescending(n => n.Network.PrefixLength).Select(n => n.Kind).FirstOrDefault();
                Assert.Equal(naive, table.Find(new Ip(at)));
            }
        }
    }

    [Fact]
    public void Every_wrong_line_is_named_up_to_a_hundred()
    {
        var mistakes = new List<string>();
        Assert.Null(NetworkTable.Read([("vpn", "list", string.Join('\n', Enumerable.Repeat("10.0.0.0/8\n10.0.0.1/8", 120)))], mistakes));
        Assert.Equal(101, mistakes.Count);
        Assert.Equal("list, line 2: `10.0.0.1/8` is no network and no address", mistakes[0]);
        Assert.Equal("… and 20 lines more", mistakes[^1]);
    }

    [Fact]
    public void A_file_that_changes_is_read_anew_and_a_wrong_one_is_not()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "10.0.0.0/8");
        var networks = Networks.Read($"vpn={file}", [])!;
        Assert.Equal("vpn", networks.Current.Find(Ip("10.0.0.1")));
        Write("nonsense", 1);
        Assert.False(networks.Refresh());
        Assert.Equal("vpn", networks.Current.Find(Ip("10.0.0.1")));
        Write("11.0.0.0/8", 2);
        Assert.True(networks.Refresh());
        Assert.Equal((null, "vpn"), (networks.Current.Find(Ip("10.0.0.1")), networks.Current.Find(Ip("11.0.0.1"))));
        File.Delete(file);

        void Write(string text, int seconds)
        {
            File.WriteAllText(file, text);
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddSeconds(seconds));
        }
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        var table = NetworkTable.Read([("vpn", "list", "10.0.0.0/8\n192.0.2.0/24")], [])!;
        var (ip, other) = (Ip("10.0.0.1"), Ip("198.51.100.1"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) _ = table.Find(ip) ?? table.Find(other);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("x4bnet-vpn-datacenter", 10_000)]
    [InlineData("tor-exit", 500)]
    public void Real_lists_are_read_and_found_in(string folder, int least)
    {
        var from = Above(folder);
        Assert.SkipWhen(from is null, $"no `shared/data/{folder}` in a folder above the tests");
        var lines = Directory.EnumerateFiles(from!, "*.txt", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Select(l => l.Split('#')[0].Trim()).Where(l => Source.TryParse(l, out _)).ToArray();
        Assert.InRange(lines.Length, least, int.MaxValue);
        var table = NetworkTable.Read([("list", folder, string.Join('\n', lines))], [])!;
        Assert.All(lines.Where((_, i) => i % 50 == 0), l => Assert.Equal("list", Source.TryParse(l, out var s) ? table.Find(new Ip(s.First)) : null));
    }

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data", folder) is var data && Directory.Exists(data)) return data;
        return null;
    }

    private static Ip Ip(string text) => Domain.Keys.Ip.TryParse(text, out var ip) ? ip : throw new FormatException(text);
}
