using Holdfast.Domain.Json;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Json;

/// <summary>A hundred thousand owners stay in memory: what is equal in them is one object.</summary>
public sealed class ReadingStates
{
    [Fact]
    public void Reads_the_names_that_all_accounts_share_as_one()
    {
        var given = Given.Aged();
        var (one, other) = (Read(given).Find(Given.Alice)!, Read(given).Find(Given.Alice)!);
        Assert.Same(one.Destinations[0].Network, other.Destinations[0].Network);
        Assert.NotEmpty(one.Keys[0].Permissions);
        Assert.Same(one.Keys[0].Permissions[0].Name, other.Keys[0].Permissions[0].Name);
    }

    [Fact]
    public void Reads_the_edit_that_a_part_does_as_the_one_that_was_asked()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        var read = Read(given).FindChange(change)!;
        Assert.Same(read.Edits[0].Edit, read.Parts[0].Does);
        Given.Same(given.Seen, Read(given));
    }

    private static Holdfast.Domain.Accounts.OwnerState Read(Given given) => DomainJson.ReadState(DomainJson.Write(given.Seen));
}
