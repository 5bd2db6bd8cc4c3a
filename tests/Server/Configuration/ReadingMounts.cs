using Holdfast.Server.Configuration;

namespace Holdfast.Server.Tests.Configuration;

public sealed class ReadingMounts
{
    [Theory]
    [InlineData("/srv/data/holdfast", "xfs")]
    [InlineData("/srv/database", "ext4")]
    [InlineData("/srv/my data/x", "cifs")]
    [InlineData("/srv/data/nas/x", "nfs4")]
    [InlineData("/", "ext4")]
    public void Takes_the_nearest_that_holds_the_folder(string folder, string type)
    {
        var table = Path.GetTempFileName();
        File.WriteAllText(table, """
            31 1 0:50 / / rw,relatime shared:1 master:2 - ext4 /dev/sda1 rw
            32 31 0:51 / /srv/data rw - tmpfs tmpfs rw
            33 31 0:52 / /srv/data rw - xfs /dev/sdb1 rw
            34 31 0:53 / /srv/my\040data rw - cifs //nas/share rw
            35 33 0:54 / /srv/data/nas rw - nfs4 nas:/x rw
            a line of another kind

            """);
        Assert.Equal(type, MountTable.TypeOf(folder, table));
        File.Delete(table);
    }

    [Fact]
    public void Says_nothing_where_there_is_no_table() => Assert.Null(MountTable.TypeOf("/srv", "/no/such/table"));

    [Theory]
    [InlineData("nfs", true)]
    [InlineData("fuse.sshfs", true)]
    [InlineData("ext4", false)]
    [InlineData("overlay", false)]
    public void Knows_what_goes_over_a_network(string type, bool isNetwork) => Assert.Equal(isNetwork, MountTable.IsNetwork(type));
}
