using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>Compares what clients remember with what a restarted server has.</summary>
internal sealed class AfterKill(Wire wire, Feed feed)
{
    public List<string> Wrong { get; } = [];

    public int Replayed { get; private set; }

    /// <summary>All that a client was told must be there, and must be said again in the same words.</summary>
    public async Task CheckAsync(IEnumerable<Acknowledged> acknowledged)
    {
        foreach (var one in acknowledged)
        {
            await ReplayAsync(one);
            if (!one.Decides) continue;
            CheckFeed(one);
            await CheckPageAsync(one);
        }
    }

    /// <summary>What was never answered is there in whole or not at all; asked again with its key it counts once.</summary>
    public async Task<Acknowledged> SettleAsync(Sent sent)
    {
        var settled = new Acknowledged(sent, await wire.PostAsync(sent.Path, sent.Body, sent.Key));
        if (settled.Reply.Status >= 500) Wrong.Add($"{sent.Act} {sent.Thing} asked again is answered {settled.Reply}");
        return settled;
    }

    private async Task ReplayAsync(Acknowledged one)
    {
        var again = await wire.PostAsync(one.Sent.Path, one.Sent.Body, one.Sent.Key);
        Replayed++;
        if (again.Status != one.Reply.Status || again.Lasting != one.Reply.Lasting)
            Wrong.Add($"{one.Sent.Act} {one.Sent.Thing} was answered {one.Reply}, and again {again}");
        else if (!again.Replayed && one.Reply.Status is not (400 or 404 or 422))
            Wrong.Add($"{one.Sent.Act} {one.Sent.Thing} was done anew instead of replayed");
    }

    private void CheckFeed(Acknowledged one)
    {
        var type = one.Sent.Act switch
        {
            Act.Open => "accountOpened",
            Act.Ask => "changeAsked",
            Act.Approve => "changeApproved",
            Act.Veto => "changeVetoed",
            Act.Freeze => "accountFrozen",
            Act.Withdraw => "withdrawalDecided",
            _ => throw new InvalidOperationException($"no event for {one.Sent.Act}"),
        };
        var count = feed.Count(type, one.Thing);
        if (count == 0 || (count > 1 && one.Sent.Act != Act.Freeze))
            Wrong.Add($"{one.Sent.Act} {one.Thing} was answered {one.Reply} and is {count} times in the feed");
    }

    private async Task CheckPageAsync(Acknowledged one)
    {
        var at = $"/v1/accounts/{one.Sent.Account}";
        var page = await wire.GetAsync(one.Sent.Act switch
        {
            Act.Open or Act.Freeze => at,
            Act.Ask or Act.Approve or Act.Veto => $"{at}/changes/{one.Thing}",
            Act.Withdraw => $"{at}/withdrawals/{one.Thing}",
            _ => throw new InvalidOperationException($"no page for {one.Sent.Act}"),
        });
        var holds = one.Sent.Act switch
        {
            Act.Open => page.Status == 200,
            Act.Ask => page.Status == 200,
            Act.Approve => page is { Status: 200, Word: "held" or "vetoed" },
            Act.Veto => page is { Status: 200, Word: "vetoed" },
            Act.Freeze => page.Status == 200 && page.Body.Contains("\"frozen\":true", StringComparison.Ordinal),
            Act.Withdraw => page.Status == 200 && page.Word == one.Reply.Word,
            _ => throw new InvalidOperationException($"nothing to hold for {one.Sent.Act}"),
        };
        if (!holds) Wrong.Add($"{one.Sent.Act} {one.Thing} was answered {one.Reply}, and its page says {page}");
    }
}
