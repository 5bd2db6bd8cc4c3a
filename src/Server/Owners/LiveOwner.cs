using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Storage;

namespace Holdfast.Server.Owners;

/// <summary>An owner's state in memory: a cache of the log, one decision ahead of what is durable.</summary>
internal sealed class LiveOwner(string id, OwnerState state)
{
    private const int Loaded = 0, Dropped = 1;

    private int fate = Loaded;
    private (OwnerState? Of, Instant At, OwnerState State) matured;

    public string Id => id;

    public Lock Gate { get; } = new();

    /// <summary>Read and replaced only under <see cref="Gate"/>.</summary>
    public OwnerState State { get; set; } = state;

    /// <summary>
    /// The state brought to a time. What matured is kept until the state is another, since an owner to whom nothing happens is read
    /// again and again. Only under <see cref="Gate"/>.
    /// </summary>
    public OwnerState MaturedAt(Instant at)
    {
        if (!ReferenceEquals(matured.Of, State) || at < matured.At) matured = (State, at, Maturing.At(State, at));
        else matured = (State, at, Maturing.At(matured.State, at));
        return matured.State;
    }

    /// <summary>The append that made <see cref="State"/>; null when that is durable. Only under <see cref="Gate"/>.</summary>
    public Guid? Behind { get; set; }

    /// <summary>The same append, to wait for. Only under <see cref="Gate"/>.</summary>
    public Task<AppendResult>? Newest { get; set; }

    /// <summary>Withdrawals whose newest event is on its way to the disk, where there are any; only under <see cref="Gate"/>.</summary>
    public Dictionary<string, WithdrawalRecord>? InFlight { get; set; }

    /// <summary>An event of his that was asked for and is on its way to the disk, but not from here. Only under <see cref="Gate"/>.</summary>
    public long? Misses { get; set; }

    public bool IsDropped => Volatile.Read(ref fate) == Dropped;

    /// <summary>What it holds is no longer certain: the next command loads the owner anew.</summary>
    public void Drop() => Volatile.Write(ref fate, Dropped);
}
