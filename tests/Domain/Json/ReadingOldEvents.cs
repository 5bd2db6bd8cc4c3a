using Holdfast.Domain.Accounts;
using Holdfast.Domain.Json;

namespace Holdfast.Domain.Tests.Json;

/// <summary>Events as earlier versions stored them: they read, fold and are written as they were.</summary>
public sealed class ReadingOldEvents
{
    [Theory]
    [InlineData(
        """
        {"type":"announced","account":"alice","announcement":"a_1","change":"c_1","kind":"changeApproved","to":[{"channel":"mail","kind":"email","to":"alice@example.com","link":"https://x/veto/t"},{"channel":"guardian:anna","kind":"email","to":"anna@example.com"}],"subject":"Your account","text":["a"]}
        """)]
    public void Keeps_them_as_they_are(string stored)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(stored.Trim());
        var read = DomainJson.ReadEvent(bytes);
        Assert.Equal(stored.Trim(), System.Text.Encoding.UTF8.GetString(DomainJson.Write(read)));
        var given = Given.Aged();
        Assert.Equal(given.Seen.Version + 1, OwnerFold.Apply(given.Seen, read, given.Now).Version);
    }
}
