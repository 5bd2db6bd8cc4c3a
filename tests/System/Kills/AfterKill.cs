using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>Compares what clients remember with what a restarted server has.</summary>
internal sealed class AfterKill(Wire wire, Feed feed, Faults faults)
{
    private const int AtOnce = 8;

    private int replayed;

    public int Replayed => replayed;

    /// <summary>All that a client was told must be there, and must be said again in the same words.</summary>
    public Task CheckAsync(IEnumerable<Acknowledged> acknowledged) => Parallel.ForEachAsync(
        acknowledged, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) =>
        {
            await ReplayAsync(one);
            if (!one.Decides) return;
            CheckFeed(one);
            await CheckPageAsync(one);
        });

    /// <summary>
    /// What was never answered is there in whole or not at all; asked again with its key, twice at the same time, it
    /// counts once.
    /// </summary>
    public async Task<Acknowledged> SettleAsync(Sent sent)
    {
        var both = await Task.WhenAll(PostAsync(sent), PostAsync(sent));
        if (both[0].Status != both[1].Status || both[0].Lasting != both[1].Lasting)
            faults.Contradicts($"{sent.Act} {sent.Thing} asked again twice is answered {both[0]} and {both[1]}");
        foreach (var reply in both)
            if (reply.Status >= 500) faults.Contradicts($"{sent.Act} {sent.Thing} asked again is answered {reply}");
        return new Acknowledged(sent, both[0]);
    }

    private Task<Reply> PostAsync(Sent sent) => wire.PostAsync(sent.Path, sent.Body, sent.Key);

    private async Task ReplayAsync(Acknowledged one)
    {
        var again = await PostAsync(one.Sent);
        Interlocked.Increment(ref replayed);
        if (again.Status != one.Reply.Status || again.Lasting != one.Reply.Lasting)
            faults.Contradicts($"{one.Sent.Act} {one.Sent.Thing} was answered {one.Reply}, and again {again}");
        else if (!again.Replayed && one.Reply.Status is not (400 or 404 or 422))
            faults.Loses($"{one.Sent.Act} {one.Sent.Thing} was done anew instead of replayed");
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
        var what = $"{one.Sent.Act} {one.Thing} was answered {one.Reply} and is {count} times in the feed";
        if (count == 0) faults.Loses(what);
        if (count > 1) faults.Contradicts(what);
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
        if (holds) return;
        var what = $"{one.Sent.Act} {one.Thing} was answered {one.Reply}, and its page says {page}";
        if (page.Status == 404) faults.Loses(what);
        else faults.Contradicts(what);
    }
}
