namespace Holdfast.System.Tests.Races;

/// <summary>
/// Commands that are set off at the same instant, again and again for one owner. What must hold afterwards by the log
/// alone is the <see cref="LogOracle"/>'s; a race itself judges only its answers.
/// </summary>
internal abstract class Race(House house, string owner)
{
    protected House House { get; } = house;

    protected string Owner { get; } = owner;

    protected string Account => Owner;

    /// <summary>What the answers showed to be wrong.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Once, before the first race.</summary>
    public virtual Task OpenAsync() => House.PostAsync("/v1/accounts", Bodies.Account(Owner));

    /// <summary>Before each race; gives the commands that start together.</summary>
    public abstract Task<Func<int, Task<Reply>>[]> PrepareAsync(int round);

    /// <summary>After each race, with the answers in the order of the commands.</summary>
    public abstract Task CheckAsync(Reply[] replies);

    protected Task<Reply> Ask(string edit) => Must(House.PostAsync($"/v1/accounts/{Account}/changes", Bodies.Change(Owner, edit)));

    protected Task<Reply> Withdraw(string account, string id, string amount, int node = 0, string? key = null, string more = "") =>
        House.PostAsync($"/v1/accounts/{account}/withdrawals", Bodies.Withdrawal(id, amount, more), key ?? House.NewKey(), node);

    protected Task<Reply> Act(string withdrawal, string act, int node = 0) =>
        House.PostAsync($"/v1/accounts/{Account}/withdrawals/{withdrawal}/{act}", Bodies.By(Owner), House.NewKey(), node);

    protected Task<Reply> Approve(Reply asked, int node, string session = "s1", string? code = null) => House.PostAsync(
        $"/v1/accounts/{Account}/changes/{asked.Text("change")}/approvals",
        Bodies.Approval(Owner, asked.Text("digest"), session, code), House.NewKey(), node);

    protected Task<Reply> Veto(Reply asked, int node) => House.PostAsync(
        $"/v1/accounts/{Account}/changes/{asked.Text("change")}/veto", Bodies.By(Owner), House.NewKey(), node);

    /// <summary>A preparation that doesn't go through is a mistake of the race.</summary>
    protected static async Task<Reply> Must(Task<Reply> preparing)
    {
        var reply = await preparing;
        return reply.IsDone ? reply : throw new InvalidOperationException($"a preparation was answered {reply.Status} {reply.Body}");
    }

    /// <summary>One of several nodes may deny while another's append is on its way to the disk; the log must hold all the same.</summary>
    protected void Expect(bool holds, string what, Reply[] replies)
    {
        if (House.Nodes > 1 && Array.Exists(replies, r => r.Status == 503)) return;
        if (!holds) Wrong.Add($"{Owner}: {what}: {string.Join(", ", (object[])replies)}");
    }
}

/// <summary>A pair (or three) of commands, with the times that it needs.</summary>
internal sealed record RaceKind(string Name, Func<House, string, Race> Make)
{
    /// <summary>What passes once the owners are open.</summary>
    public TimeSpan Opening { get; init; }

    /// <summary>What passes between the preparation and the race.</summary>
    public TimeSpan Before { get; init; }

    /// <summary>What passes after each race, so that the next begins afresh.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Races of one owner, after which he has too much behind him.</summary>
    public int Rounds { get; init; } = 6;

    /// <summary>Each owner is prepared a millisecond after the one before, and races a millisecond after him.</summary>
    public bool AtTheInstant { get; init; }

    /// <summary>Needs all nodes to know what happened before; a node's cache does not.</summary>
    public bool OneNode { get; init; }

    public override string ToString() => Name;
}
