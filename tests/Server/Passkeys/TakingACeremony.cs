using Holdfast.Domain.Time;
using Holdfast.Server.Passkeys;

namespace Holdfast.Server.Tests.Passkeys;

public sealed class TakingACeremony
{
    private static readonly Instant Now = new(1_900_000_000_000);

    private readonly Ceremonies ceremonies = new();

    public TakingACeremony() => ceremonies.TryAdd(new Ceremony("c1", "alice", "ring", "ring", "{}", Now + Ceremonies.Life), Now);

    [Fact]
    public void Is_for_one_until_it_is_given_back()
    {
        var taken = Take()!;
        Assert.Null(Take());
        ceremonies.GiveBack(taken);
        Assert.True(Take()!.IsGoodFor("any"));
        ceremonies.End(taken);
        Assert.Null(Take());
    }

    [Fact]
    public void Leaves_it_to_one_passkey_when_nobody_knows_what_was_recorded()
    {
        ceremonies.GiveBack(Take()!, onlyFor: "first");
        var again = Take()!;
        Assert.True(again.IsGoodFor("first"));
        Assert.False(again.IsGoodFor("second"));
        ceremonies.GiveBack(again);
        Assert.False(Take()!.IsGoodFor("second"));
    }

    [Fact]
    public void Is_for_its_account_and_its_time()
    {
        Assert.Null(ceremonies.Take("bob", "c1", Now));
        Assert.Null(ceremonies.Take("alice", "c1", Now + Ceremonies.Life + TimeSpan.FromMilliseconds(1)));
    }

    private Ceremony? Take() => ceremonies.Take("alice", "c1", Now);
}
