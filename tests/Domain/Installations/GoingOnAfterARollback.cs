using Holdfast.Domain.Installations;

namespace Holdfast.Domain.Tests.Installations;

public sealed class GoingOnAfterARollback
{
    private static readonly SeenCheckpoint Nine = new(9, House.Hash('a')), Twelve = new(12, House.Hash('b'));

    private readonly House _house = new();

    [Fact]
    public void Takes_two_staff_members_and_the_digest_of_what_is_missing()
    {
        Found(5, Nine);
        var digest = _house.State.Rollback!.Digest;
        Assert.True(_house.State.Rollback.IsOpen);
        Assert.Equal("rollbackNotFound", House.Refused(_house.Ask(ActKind.Rollback, House.Hash('c'), House.Staff1)));
        var act = _house.Asked(ActKind.Rollback, digest, House.Staff1);
        Assert.Equal("sameStaffMember", House.Refused(_house.Second(act, House.Staff1)));
        Assert.True(_house.State.Rollback.IsOpen);
        _house.Does(_house.Second(act, House.Staff2));
        Assert.Equal((false, "staff-1", "staff-2"), (_house.State.Rollback.IsOpen, _house.State.Rollback.By, _house.State.Rollback.SecondedBy));
        Assert.Equal("rollbackNotFound", House.Refused(_house.Ask(ActKind.Rollback, digest, House.Staff1)));
    }

    [Fact]
    public void Is_not_asked_again_for_the_same_but_for_anything_else()
    {
        Found(5, Nine);
        House.NothingBy(Find(6, Nine));
        _house.Does(_house.Second(_house.Asked(ActKind.Rollback, _house.State.Rollback!.Digest, House.Staff1), House.Staff2));
        House.NothingBy(Find(7, Nine));
        Found(8, Twelve);
        Assert.True(_house.State.Rollback.IsOpen);
        Assert.Equal([Twelve], _house.State.Rollback.Seen);
    }

    [Fact]
    public void Covers_all_that_is_missing_by_one_digest()
    {
        Found(5, Nine);
        var first = _house.State.Rollback!.Digest;
        Found(5, Twelve);
        Assert.Equal([Nine, Twelve], _house.State.Rollback.Seen);
        Assert.NotEqual(first, _house.State.Rollback.Digest);
        Assert.Equal("rollbackNotFound", House.Refused(_house.Ask(ActKind.Rollback, first, House.Staff1)));
    }

    /// <summary>An act that was proposed before, too: nothing else that two agree on comes before it.</summary>
    [Fact]
    public void Comes_before_every_other_act()
    {
        var act = _house.Asked(ActKind.Recovery, House.Hash('d'), House.Staff1);
        Found(5, Nine);
        Assert.Equal("rolledBack", House.Refused(_house.Second(act, House.Staff2)));
        _house.Does(_house.Second(_house.Asked(ActKind.Rollback, _house.State.Rollback!.Digest, House.Staff1), House.Staff2));
        _house.Does(_house.Second(act, House.Staff2));
    }

    private InstallationOutcome Find(long head, params SeenCheckpoint[] seen) =>
        FindRollback.Decide(_house.Recorded, new FindRollback(head, seen), _house.Now);

    private void Found(long head, params SeenCheckpoint[] seen) => _house.Does(Find(head, seen));
}
