using System.Text;
using Holdfast.Server.Gate;

namespace Holdfast.Server.Tests.Gate;

public sealed class MappingPermissions
{
    [Fact]
    public void Presets_have_no_mistake_and_name_a_withdrawal_each()
    {
        foreach (var preset in PermissionMap.Presets)
        {
            var mistakes = new List<string>();
            Assert.NotNull(PermissionMap.Read([(preset, PermissionMap.Preset(preset))], mistakes));
            Assert.Empty(mistakes);
            Assert.Contains(" withdrawal ", PermissionMap.Preset(preset), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", "/api/account", "read")]
    [InlineData("GET", "/api/account?x=/api/orders", "read")]
    [InlineData("POST", "/api/account", null)]
    [InlineData("GET", "/api/account/", null)]
    [InlineData("GET", "/API/account", null)]
    [InlineData("GET", "/api//account", null)]
    [InlineData("GET", "/api/%61ccount", null)]
    [InlineData("GET", "/api/orders/17", "trade")]
    [InlineData("GET", "/api/orders/", null)]
    [InlineData("GET", "/api/orders/17/fills", null)]
    [InlineData("GET", "/api/orders/1%2F7", null)]
    [InlineData("GET", "/api/orders/..", "trade")]
    public void A_path_is_mapped_as_it_came_or_not_at_all(string method, string target, string? permission)
    {
        var map = PermissionMap.Read([("own", "GET /api/account read\nGET /api/orders/* trade # all of them")], [])!;
        Assert.Equal(permission, map.Find(Encoding.ASCII.GetBytes(method), Encoding.ASCII.GetBytes(target))?.Permission);
    }

    [Fact]
    public void A_later_map_replaces_lines_of_an_earlier_one()
    {
        var map = PermissionMap.Read([("one", "GET /a read"), ("two", "GET /a manage")], [])!;
        Assert.Equal("manage", map.Find("GET"u8, "/a"u8)?.Permission);
    }

    [Fact]
    public void Every_mistake_is_named_with_its_line()
    {
        var mistakes = new List<string>();
        Assert.Null(PermissionMap.Read([("own", """
            GET /a
            get /a read
            GET a read
            GET /a?b read
            GET /a*/b read
            GET /a READ
            POST /w withdraw orders
            POST /w withdraw withdrawal asset=coin network=chain amount=amount
            POST /w withdraw withdrawal asset=coin network=chain amount=amount address=to colour=red
            | pair=symbol side=side amount=qty
            POST /o trade order all=orders
            POST /o trade order each=orders more
            """), ("orders", """
            POST /o trade order
            | pair=symbol amount=qty
            | pair=symbol side=side
            | pair=symbol side=side amount=qty falls=low rises=high
            | pair=symbol side=side amount=qty colour=red
            | pair=symbol side=side amount=qty amount=qty
            | pair=symbol side=side amount=qty type:
            """)], mistakes));
        Assert.Equal(18, mistakes.Count);
        for (var line = 1; line <= 6; line++) Assert.StartsWith($"orders, line {line + 1}: ", mistakes[11 + line], StringComparison.Ordinal);
        for (var line = 1; line <= 12; line++) Assert.StartsWith($"own, line {line}: ", mistakes[line - 1], StringComparison.Ordinal);
    }
}
