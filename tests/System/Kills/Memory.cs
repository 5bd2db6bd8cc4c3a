using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>What kind of decision was asked, so that its events are known.</summary>
internal enum Act
{
    Open,
    Ask,
    Approve,
    Veto,
    Freeze,
    Withdraw,
}

/// <summary>A command as it was sent.</summary>
/// <param name="Thing">The account, change or withdrawal that it is about; a change or freeze has its id in the answer.</param>
internal sealed record Sent(Act Act, string Account, string Thing, string Path, string Body, string Key);

/// <summary>A command whose answer came in whole.</summary>
internal sealed record Acknowledged(Sent Sent, Reply Reply)
{
    /// <summary>Whether its answer says that something was decided.</summary>
    public bool Decides => Reply.IsDone || (Sent.Act == Act.Withdraw && Reply.Word == "deny");

    public string Thing => Sent.Act switch
    {
        Act.Ask => Reply.Text("change"),
        Act.Freeze => Reply.Text("freeze"),
        _ => Sent.Thing,
    };
}

/// <summary>What one client knows: everything that was acknowledged, and what was under way when the server died.</summary>
internal sealed class Memory
{
    private readonly List<Acknowledged> acknowledged = [];

    public IReadOnlyList<Acknowledged> All => acknowledged;

    /// <summary>Sent, and never answered.</summary>
    public Sent? Unanswered { get; private set; }

    public void Sends(Sent sent) => Unanswered = sent;

    public void Remember(Sent sent, Reply reply)
    {
        acknowledged.Add(new Acknowledged(sent, reply));
        Unanswered = null;
    }
}
