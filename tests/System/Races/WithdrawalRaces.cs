namespace Holdfast.System.Tests.Races;

/// <summary>Two accounts of one owner withdraw what only one of them can within the allowance of 50.</summary>
internal sealed class WithdrawFromTwoAccounts(House house, string owner, int howMany = 2) : Race(house, owner)
{
    public override async Task OpenAsync()
    {
        await base.OpenAsync();
        await Must(House.PostAsync("/v1/accounts", Bodies.Account(Owner + "-b", Owner)));
    }

    public override Task<Func<int, Task<Reply>>[]> PrepareAsync(int round) => Task.FromResult<Func<int, Task<Reply>>[]>(
    [
        .. Enumerable.Range(0, howMany).Select(i => (Func<int, Task<Reply>>)(node =>
            Withdraw(i % 2 == 0 ? Account : Account + "-b", $"w{round}-{i}", howMany == 2 ? "30" : "20", node))),
    ]);

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies.Count(r => r.Word == "allow") == howMany - 1 && replies.Count(r => r.Word == "deny") == 1,
            "all but one fit the allowance", replies);
        return Task.CompletedTask;
    }
}

/// <summary>Something is withdrawn while the account is frozen, and again once the freeze was answered.</summary>
internal sealed class WithdrawAndFreeze(House house, string owner, int withdrawals = 1) : Race(house, owner)
{
    private Reply? later;

    public override Task<Func<int, Task<Reply>>[]> PrepareAsync(int round) => Task.FromResult<Func<int, Task<Reply>>[]>(
    [
        async node =>
        {
            var frozen = await House.PostAsync($"/v1/accounts/{Account}/freeze", Bodies.Freeze(Owner), House.NewKey(), node);
            later = await Withdraw(Account, "later", "1", node);
            return frozen;
        },
        .. Enumerable.Range(0, withdrawals).Select(i => (Func<int, Task<Reply>>)(node => Withdraw(Account, $"w{i}", "1", node))),
    ]);

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies[0].Status == 200 && replies.Skip(1).All(r => r.Word is "allow" or "deny"), "a freeze stops or comes after", replies);
        Expect(later!.Word == "deny", $"after the answer of the freeze came {later}", replies);
        return Task.CompletedTask;
    }
}

/// <summary>A limit is lowered while more than it is withdrawn, and again once the limit was answered.</summary>
internal sealed class WithdrawAndLimit(House house, string owner) : Race(house, owner)
{
    private Reply? later;

    public override Task<Func<int, Task<Reply>>[]> PrepareAsync(int round) => Task.FromResult<Func<int, Task<Reply>>[]>(
    [
        async node =>
        {
            var limited = await House.PostAsync(
                $"/v1/accounts/{Account}/changes", Bodies.Change(Owner, Bodies.SetLimit("5")), House.NewKey(), node);
            later = await Withdraw(Account, "later", "6", node);
            return limited;
        },
        node => Withdraw(Account, "w", "6", node),
    ]);

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies is [{ Status: 201 }, { Word: "allow" or "deny" }] && later!.Word == "deny", $"a limit binds at once, then {later}", replies);
        return Task.CompletedTask;
    }
}

/// <summary>One withdrawal is asked twice with keys of their own, the same or with another amount.</summary>
internal sealed class SameWithdrawalTwice(House house, string owner) : Race(house, owner)
{
    private bool other;

    public override Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        other = round % 2 == 1;
        return Task.FromResult<Func<int, Task<Reply>>[]>(
            [node => Withdraw(Account, $"w{round}", "4", node), node => Withdraw(Account, $"w{round}", other ? "5" : "4", node)]);
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(other
                ? replies.Count(r => r.Word == "allow") == 1 && replies.Count(r => r is { Status: 409, Word: "withdrawalIdUsed" }) == 1
                : replies.All(r => r.Word == "allow") && replies[0].Lasting == replies[1].Lasting,
            "one id is one withdrawal", replies);
        return Task.CompletedTask;
    }
}

/// <summary>A permit is asked for a withdrawal that is cancelled.</summary>
internal sealed class PermitAndCancel(House house, string owner) : Race(house, owner)
{
    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        await Must(Withdraw(Account, $"w{round}", "1"));
        return [node => Act($"w{round}", "permit", node), node => Act($"w{round}", "cancel", node)];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies is [{ Status: 200, Word: "allow" }, { Status: 409, Word: "permitLives" }]
            or [{ Status: 409, Word: "withdrawalCancelled" }, { Status: 200 }], "a permit or a cancellation, never both", replies);
        return Task.CompletedTask;
    }
}

/// <summary>A permit is asked for a withdrawal within an envelope that a veto ends.</summary>
internal sealed class PermitAndVeto(House house, string owner) : Race(house, owner)
{
    private const string ToBox = ",\"tag\":\"\"";

    public override async Task OpenAsync()
    {
        await Must(House.PostAsync("/v1/accounts", Bodies.Account(Owner, edits: Bodies.AddDestination("box"))));
        await House.TellAsync(Account);
    }

    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var first = await Must(Box($"e{round}", ",\"envelope\":{\"amount\":\"1000\",\"period\":\"P1D\"}"));
        await Must(House.PostAsync(
            $"/v1/accounts/{Account}/withdrawals/e{round}/approvals", Bodies.Approval(Owner, first.Text("digest"), "s1", null)));
        await Must(Box($"w{round}", ""));
        var asked = await Ask(Bodies.AddDestination($"other{round}"));
        return [node => Act($"w{round}", "permit", node), node => Veto(asked, node)];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies is [{ Word: "allow" or "challenge" }, { Status: 200, Word: "vetoed" }], "a veto ends the envelope", replies);
        return Task.CompletedTask;
    }

    private Task<Reply> Box(string id, string more) => House.PostAsync(
        $"/v1/accounts/{Account}/withdrawals", Bodies.Withdrawal(id, "100", ToBox + more, "box"));
}

/// <summary>One withdrawal is cancelled twice; another like it goes on counting.</summary>
internal sealed class CancelTwice(House house, string owner) : Race(house, owner)
{
    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        await Must(Withdraw(Account, $"stays{round}", "4"));
        await Must(Withdraw(Account, $"w{round}", "4"));
        return [node => Act($"w{round}", "cancel", node), node => Act($"w{round}", "cancel", node)];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies.All(r => r.Status == 200), "it is cancelled, and by the second again", replies);
        return Task.CompletedTask;
    }
}

/// <summary>After what counts is forgotten, an old withdrawal asks for its permit while a new one takes the whole allowance.</summary>
internal sealed class OldPermitAndWithdraw(House house, string owner) : Race(house, owner)
{
    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        await Must(Withdraw(Account, $"old{round}", "50"));
        return [node => Act($"old{round}", "permit", node), node => Withdraw(Account, $"new{round}", "50", node)];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies.Count(r => r.Word == "allow") == 1 && replies.Count(r => r.Word == "deny") == 1, "one fits the allowance", replies);
        return Task.CompletedTask;
    }
}

/// <summary>A withdrawal that nobody counts any more is cancelled while new ones take the whole allowance.</summary>
internal sealed class OldCancelAndWithdraw(House house, string owner) : Race(house, owner)
{
    private Reply? later;

    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        await Must(Withdraw(Account, $"old{round}", "50"));
        return
        [
            node => Act($"old{round}", "cancel", node),
            node => Withdraw(Account, $"new{round}", "50", node),
        ];
    }

    public override async Task CheckAsync(Reply[] replies)
    {
        later = await Withdraw(Account, House.NewKey(), "50");
        Expect(replies is [{ Status: 200 }, { Word: "allow" }] && later.Word == "deny", $"old ones free nothing, then {later}", replies);
    }
}
