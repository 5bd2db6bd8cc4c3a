namespace Holdfast.System.Tests.Races;

/// <summary>One change is approved from two sessions.</summary>
internal sealed class ApproveTwice(House house, string owner) : Race(house, owner)
{
    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var asked = await Ask(Bodies.AddDestination($"box{round}"));
        return [node => Approve(asked, node), node => Approve(asked, node, "s2")];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies.All(r => r is { Status: 200, Word: "held" }), "a change was approved, and by the second again", replies);
        return Task.CompletedTask;
    }
}

/// <summary>Two changes are approved from two sessions with one and the same code.</summary>
internal sealed class ApproveTwoWithOneCode(House house, string owner) : Race(house, owner)
{
    private string secret = "";

    public override async Task OpenAsync()
    {
        var opened = await Must(House.PostAsync("/v1/accounts", Bodies.Account(Owner, edits: Bodies.AddTotp("phone"))));
        using var json = global::System.Text.Json.JsonDocument.Parse(opened.Body);
        secret = json.RootElement.GetProperty("secrets")[0].GetProperty("secret").GetString()!;
        await House.TellAsync(Account);
    }

    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var (first, second) = (await Ask(Bodies.AddDestination($"a{round}")), await Ask(Bodies.AddDestination($"b{round}")));
        var code = await House.CodeAsync(secret);
        return [node => Approve(first, node, "s1", code), node => Approve(second, node, "s2", code)];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies.Count(r => r.Status == 200) == 1 && replies.Count(r => r is { Status: 403, Word: "codeWrong" }) == 1,
            "a code is good for one of two", replies);
        return Task.CompletedTask;
    }
}

/// <summary>A change is approved and vetoed, by some twice.</summary>
internal sealed class ApproveAndVeto(House house, string owner, int approvals = 1) : Race(house, owner)
{
    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var asked = await Ask(Bodies.AddDestination($"box{round}"));
        return
        [
            node => Veto(asked, node),
            .. Enumerable.Range(0, approvals).Select(i => (Func<int, Task<Reply>>)(node => Approve(asked, node, $"s{i}"))),
        ];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies[0] is { Status: 200, Word: "vetoed" }, "a veto wins", replies);
        Expect(replies.Skip(1).All(r => r is { Status: 200 } or { Status: 409, Word: "changeVetoed" }),
            "an approval comes before the veto or too late", replies);
        return Task.CompletedTask;
    }
}

/// <summary>At the very instant at which a permission matures it is vetoed, and a millisecond later it is used.</summary>
internal sealed class VetoAtMaturity(House house, string owner) : Race(house, owner)
{
    private Reply? asked;

    public override async Task OpenAsync()
    {
        await Must(House.PostAsync("/v1/accounts", Bodies.Account(Owner, edits: Bodies.AddKey("k1"))));
        asked = await Ask(Bodies.Grant("k1", "withdraw"));
        await Must(Approve(asked, 0));
    }

    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        await House.TellAsync(Account);
        return
        [
            node => Veto(asked!, node),
            node =>
            {
                var passing = House.AdvanceAsync(TimeSpan.FromMilliseconds(1));
                return passing.IsCompletedSuccessfully
                    ? House.PostAsync($"/v1/accounts/{Account}/withdrawals", Bodies.WithdrawalByKey("w", "1", "k1"), House.NewKey(), node)
                    : throw new InvalidOperationException("only a clock that is moved by hand meets the instant");
            },
        ];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies is [{ Status: 200 }, { Word: "deny" }] or [{ Status: 409, Word: "alreadyInForce" }, { Word: "allow" }],
            "either the veto wins or the permission is in force", replies);
        return Task.CompletedTask;
    }
}

/// <summary>A permission is approved for a key that is removed.</summary>
internal sealed class RemoveKeyAndApprove(House house, string owner) : Race(house, owner)
{
    public override async Task OpenAsync() => await Must(House.PostAsync("/v1/accounts", Bodies.Account(
        Owner, edits: string.Join(',', Enumerable.Range(0, 6).Select(i => Bodies.AddKey($"k{i}"))))));

    public override async Task<Func<int, Task<Reply>>[]> PrepareAsync(int round)
    {
        var asked = await Ask(Bodies.Grant($"k{round}", "withdraw"));
        return
        [
            node => House.PostAsync(
                $"/v1/accounts/{Account}/changes", Bodies.Change(Owner, Bodies.RemoveKey($"k{round}")), House.NewKey(), node),
            node => Approve(asked, node),
        ];
    }

    public override Task CheckAsync(Reply[] replies)
    {
        Expect(replies is [{ Status: 201 }, { Status: 200 } or { Status: 409, Word: "changeVoided" }],
            "a removed key has nothing that waits", replies);
        return Task.CompletedTask;
    }
}
