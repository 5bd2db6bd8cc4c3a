namespace Holdfast.System.Tests.Races;

/// <summary>An account is opened twice, for one owner or for two.</summary>
internal sealed class OpenTwice(House house, string owner) : Race(house, owner)
{
    public override Task OpenAsync() => Task.CompletedTask;

    public override Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var id = $"{Owner}-{round}";
        var owners = round % 2 == 0 ? (A: id + "-a", B: id + "-b") : (A: id, B: id);
        return Task.FromResult<Func<int, Task<Reply>>[]>(
        [
            node => House.PostAsync("/v1/accounts", Bodies.Account(id, owners.A), House.NewKey(), node),
            node => House.PostAsync("/v1/accounts", Bodies.Account(id, owners.B), House.NewKey(), node),
        ]);
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies.Count(r => r.Status == 201) == 1 && replies.Count(r => r is { Status: 409, Word: "accountExists" }) == 1,
            "an account is opened once", replies);
        return Task.CompletedTask;
    }
}

/// <summary>An account makes its own owner while another account is opened in that owner's name.</summary>
internal sealed class OpenAndName(House house, string owner) : Race(house, owner)
{
    public override Task OpenAsync() => Task.CompletedTask;

    public override Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var id = $"{Owner}-{round}";
        return Task.FromResult<Func<int, Task<Reply>>[]>(
        [
            node => House.PostAsync("/v1/accounts", Bodies.Account(id), House.NewKey(), node),
            node => House.PostAsync("/v1/accounts", Bodies.Account(id + "-2", id), House.NewKey(), node),
        ]);
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies is [{ Status: 201 } or { Status: 409, Word: "ownerExists" }, { Status: 201 }],
            "an owner that exists must be named", replies);
        return Task.CompletedTask;
    }
}

/// <summary>The same request comes twice with one idempotency key, or another one with the same key.</summary>
internal sealed class SameKeyTwice(House house, string owner) : Race(house, owner)
{
    private bool other;

    public override Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var key = House.NewKey();
        other = round % 3 == 2;
        return Task.FromResult<Func<int, Task<Reply>>[]>(round % 3 == 1
            ? [node => Destination(round, key, node), node => Destination(round, key, node)]
            : [node => Withdraw(Account, $"w{round}", "1", node, key), node => Withdraw(Account, $"w{round}", other ? "2" : "1", node, key)]);
    }

    public override Task CheckAsync(Reply[] replies)
    {
        if (other)
            Expect(replies.Count(r => r.IsDone) == 1 && replies.Count(r => r is { Status: 422, Word: "idempotencyKeyReused" }) == 1,
                "a key belongs to one body", replies);
        else
            Expect(replies.All(r => r.IsDone) && replies.Count(r => r.Replayed) == 1 && replies[0].Lasting == replies[1].Lasting,
                "the second is the first one's replay", replies);
        return Task.CompletedTask;
    }

    private Task<Reply> Destination(int round, string key, int node) => House.PostAsync(
        $"/v1/accounts/{Account}/changes", Bodies.Change(Owner, Bodies.AddDestination($"box{round}")), key, node);
}

/// <summary>A platform that lost two answers asks again for both at once, each twice, as after a restart.</summary>
internal sealed class TwoKeysTwice(House house, string owner) : Race(house, owner)
{
    public override Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var (change, withdrawal) = (House.NewKey(), House.NewKey());
        Func<int, Task<Reply>> ask = node => House.PostAsync(
            $"/v1/accounts/{Account}/changes", Bodies.Change(Owner, Bodies.AddDestination($"box{round}")), change, node);
        Func<int, Task<Reply>> withdraw = node => Withdraw(Account, $"w{round}", "1", node, withdrawal);
        return Task.FromResult<Func<int, Task<Reply>>[]>(round % 2 == 0 ? [ask, withdraw, ask, withdraw] : [withdraw, ask, withdraw, ask]);
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies.All(r => r.IsDone) && replies[0].Lasting == replies[2].Lasting && replies[1].Lasting == replies[3].Lasting,
            "each of two is answered alike", replies);
        return Task.CompletedTask;
    }
}
