using Holdfast.Domain.Changes;

namespace Holdfast.Explore.Moves;

/// <summary>What somebody does, or that time passes. A run is a list of these and is replayed by their words.</summary>
internal abstract record Move
{
    private Move()
    {
    }

    public sealed record Ask(string Says, string Account, By By, Edit[] Edits) : Move
    {
        public override string ToString() => $"ask {Says}";
    }

    /// <summary>The coached owner approves with the best that he has; or two staff members do.</summary>
    public sealed record Approve(int Change, bool AndTell, bool ByStaff) : Move
    {
        public override string ToString() => $"approve{(ByStaff ? "-by-staff" : "")}{(AndTell ? "-and-tell" : "")} {Change}";
    }

    public sealed record Tell(int Change) : Move
    {
        public override string ToString() => $"tell {Change}";
    }

    public sealed record Veto(int Change, By By, bool Quiet) : Move
    {
        public override string ToString() => $"veto{(Quiet ? "-quietly" : "")} {Change} by {By.Id}";
    }

    public sealed record Freeze(string Id, By By, TimeSpan? For) : Move
    {
        public override string ToString() => $"freeze {Id}";
    }

    public sealed record Withdraw(Road Road, string To, decimal Amount, bool Envelope = false, string Asset = "USDT") : Move
    {
        public override string ToString() => $"withdraw {Amount} {Asset} to {To} by {Road}{(Envelope ? " with envelope" : "")}";
    }

    /// <summary>Goes on with a withdrawal that is known.</summary>
    public sealed record GoOn(Step Step) : Move
    {
        public override string ToString() => $"go-on {Step}";
    }

    public sealed record Signal(string Kind) : Move
    {
        public override string ToString() => $"signal {Kind}";
    }

    public sealed record Wait(Span Span) : Move
    {
        public override string ToString() => $"wait {Span}";
    }
}

/// <summary>How a withdrawal comes: by a session, or by a key from an address.</summary>
internal enum Road
{
    Session,
    BotFromHome,
    BotFromAway,
    BotOldestFromHome,
    ReaderFromAway,
    FreshFromAway,
}

internal enum Step
{
    ApproveWaiting,
    GuardianApprovesWaiting,
    ReleaseWaiting,
    PermitFirst,
    PermitLast,
    CancelFirst,
    CancelLast,
}

/// <summary>An hour, a week, or to one tick before, to, or one tick after the next end of a hold or freeze.</summary>
internal enum Span
{
    Hour,
    Week,
    Before,
    At,
    After,
}
