using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>A platform's thread that opens accounts, changes them and withdraws, one command after the other.</summary>
internal sealed class KillClient(int number, Random random)
{
    private readonly List<(string Change, string Digest)> waiting = [];
    private readonly int freezesFrom = random.Next(10, 39);
    private int count;

    public Memory Memory { get; } = new();

    /// <summary>The account that it works on; none before the first is opened.</summary>
    public string Account { get; private set; } = "";

    /// <summary>Two clients work for each owner, each on accounts of its own.</summary>
    private string Owner { get; set; } = "";

    /// <summary>Set to have it end after the command under way; so it is once the server is gone.</summary>
    public bool IsDone { get; set; }

    /// <summary>Goes on until the server is gone.</summary>
    public async Task RunAsync(Wire wire)
    {
        try
        {
            while (!IsDone) await SendAsync(wire, Next());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // killed: what was under way is remembered as unanswered
        }
        IsDone = true;
    }

    private async Task SendAsync(Wire wire, Sent sent)
    {
        Memory.Sends(sent);
        var reply = await wire.PostAsync(sent.Path, sent.Body, sent.Key);
        Memory.Remember(sent, reply);
        if (sent.Act == Act.Open && reply.IsDone) (Account, Owner) = (sent.Account, OwnerOf(sent.Account));
        if (sent.Act == Act.Open) waiting.Clear();
        if (sent.Act == Act.Ask && reply.Status == 201) waiting.Add((reply.Text("change"), reply.Text("digest")));
    }

    private Sent Next()
    {
        count++;
        var key = $"{number}-{count}-{random.NextInt64():x}";
        if (Account.Length == 0 || count % 40 == 0) return Open(key);
        var at = $"/v1/accounts/{Account}";
        var which = random.Next(10);
        if (which < 4) return new(Act.Withdraw, Account, $"w-{key}", at + "/withdrawals", Bodies.Withdrawal($"w-{key}", "1.5"), key);
        if (which == 9 && count % 40 > freezesFrom)
            return new(Act.Freeze, Account, "", at + "/freeze", Bodies.Freeze(Owner), key);
        if (which < 7 || waiting.Count == 0)
            return new(Act.Ask, Account, "", at + "/changes", Bodies.Change(Owner, Bodies.AddDestination($"box-{key}")), key);
        var (change, digest) = waiting[random.Next(waiting.Count)];
        return which == 7
            ? new(Act.Approve, Account, change, $"{at}/changes/{change}/approvals", Bodies.Approval(Owner, digest, "s1", null), key)
            : new(Act.Veto, Account, change, $"{at}/changes/{change}/veto", Bodies.By(Owner), key);
    }

    private Sent Open(string key)
    {
        var id = $"a{number % 2}.{number / 2}-{count / 40}-{key}";
        return new(Act.Open, id, id, "/v1/accounts", Bodies.Account(id, OwnerOf(id), Bodies.AddDestination("first")), key);
    }

    /// <summary>`a0.3-7-…` and `a1.3-7-…` belong to `o3-7`.</summary>
    private static string OwnerOf(string account) => "o" + string.Join('-', account.Split('.')[1].Split('-')[..2]);
}
