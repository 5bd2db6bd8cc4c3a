using Holdfast.Domain.Accounts;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Explore.Ghosts;

namespace Holdfast.Explore.Worlds;

/// <summary>One situation: the owner's state read at a time, what the ghost believes, and the withdrawals still in play.</summary>
internal sealed record Node
{
    public required World World { get; init; }

    public required OwnerState State { get; init; }

    public required Instant Now { get; init; }

    public required Ghost Ghost { get; init; }

    /// <summary>The latest withdrawal that waits for somebody, and the first and the latest allowed one.</summary>
    public WithdrawalRecord? Waiting { get; init; }

    public WithdrawalRecord? FirstOut { get; init; }

    public WithdrawalRecord? LastOut { get; init; }

    /// <summary>Numbers the changes and withdrawals of a run, so that a trace names them.</summary>
    public int Asked { get; init; }

    public int Requested { get; init; }

    public static string ChangeId(int number) => string.Create(null, $"n{number}");
}

/// <summary>What a search runs over: the elements of DESIGN 5.1 in play, the rules, and the product or a planted bug.</summary>
internal sealed record World(Element[] Elements, Policy Policy, Core Core, Moves.Menu Menu)
{
    public bool Has(Element element) => Array.IndexOf(Elements, element) >= 0;
}
