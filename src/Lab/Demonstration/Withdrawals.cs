using System.Globalization;

namespace Holdfast.Lab.Demonstration;

/// <summary>Where money would go.</summary>
internal sealed record Place(string Network, string Address);

/// <summary>One way to ask for a withdrawal: the `via` of the request, and where it would go.</summary>
internal sealed record Way(object Via, Place To, bool IsSession)
{
    public static Way Key(string key, string ip, Place to, string? credential = null) =>
        new(credential is null ? new { key, ip } : new { key, credential, ip }, to, false);

    public static Way Session(string session, string ip, string device, DateTimeOffset factorAt, Place to) => new(
        new { session, ip, device, factorAt = factorAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) }, to, true);
}

/// <summary>Somebody's withdrawals from one account in USDT. What is allowed goes to the signer, and what he signs has left.</summary>
internal sealed class Withdrawals(Client client, Signer signer, string account, string prefix)
{
    private int asked;

    /// <summary>All of them so far.</summary>
    public Tally All { get; } = new();

    /// <summary>The latest one that was allowed.</summary>
    public Answer? Allowed { get; private set; }

    public async Task<Answer> AskAsync(Way way, decimal amount, Tally? into = null)
    {
        var answer = await SendAsync(way, amount);
        await CountAsync(answer, way, amount, into);
        return answer;
    }

    /// <summary>How it would be judged; nothing is asked for and nothing counts.</summary>
    public Task<Answer> ObserveAsync(Way way, decimal amount) => client.PostAsync(PathOf("?observe=true"), Body(way, amount));

    /// <summary>Each amount through each way, all at the same moment: whoever drains doesn't wait for answers.</summary>
    public async Task<Tally> EachWayAsync(IReadOnlyList<Way> ways, params decimal[] amounts)
    {
        var tally = new Tally();
        var sent = ways.SelectMany(way => amounts.Select(amount => (way, amount, Answer: SendAsync(way, amount)))).ToArray();
        foreach (var (way, amount, answer) in sent) await CountAsync(await answer, way, amount, tally);
        return tally;
    }

    /// <summary>Piece after piece through one way after the other, until no way lets one through.</summary>
    public async Task<Tally> InPiecesAsync(IReadOnlyList<Way> ways, decimal piece)
    {
        const int Most = 1000;
        var tally = new Tally();
        for (var before = -1; tally.Allowed > before && tally.Attempted < Most;)
        {
            before = tally.Allowed;
            tally.Add(await EachWayAsync(ways, piece));
        }
        return tally;
    }

    private Task<Answer> SendAsync(Way way, decimal amount) => client.PostAsync(PathOf(""), Body(way, amount));

    /// <summary>What is allowed goes to the signer; an allowance without a permit counts as left all the same.</summary>
    private async Task CountAsync(Answer answer, Way way, decimal amount, Tally? into)
    {
        var left = answer.Permit is { } permit
            ? await signer.SignAsync(permit)
            : new Signed(answer.Decision == "allow" ? amount : 0m, way.To.Address);
        var stolen = Cast.IsOwn(left.Address) ? 0m : left.Amount;
        if (answer.Decision == "allow") Allowed = answer;
        All.Add(answer, stolen);
        into?.Add(answer, stolen);
    }

    private string PathOf(string rest) => $"/v1/accounts/{account}/withdrawals{rest}";

    private object Body(Way way, decimal amount) => new
    {
        withdrawal = $"{prefix}-{++asked}",
        asset = "USDT",
        network = way.To.Network,
        address = way.To.Address,
        amount = amount.ToString(CultureInfo.InvariantCulture),
        via = way.Via,
    };
}
