using System.Text.Json.Serialization;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Destinations;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Freezes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Sessions;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Accounts;

/// <summary>
/// All that is in force for an owner and all that waits, as of <see cref="At"/>. It is the fold of the owner's events;
/// what matured since then is brought in by <see cref="Maturing.At"/>. Nothing in it is ever changed in place.
/// </summary>
public sealed record OwnerState
{
    public static readonly OwnerState None = new() { Owner = "" };

    public required string Owner { get; init; }

    public long Version { get; init; }

    public Instant At { get; init; }

    public AgeClock Ordinary { get; init; }

    public AgeClock Release { get; init; }

    public AgeClock ResetClock { get; init; }

    public Account[] Accounts { get; init; } = [];

    public Factor[] Factors { get; init; } = [];

    public Guardian[] Guardians { get; init; } = [];

    public Channel[] Channels { get; init; } = [];

    /// <summary>Only the first email that an owner ever has counts at once.</summary>
    public bool HadEmail { get; init; }

    public Limit[] Limits { get; init; } = [];

    /// <summary>The owner's own allowance; null where the policy's rules.</summary>
    public decimal? Allowance { get; init; }

    /// <summary>Withdrawals above this are challenged, by API too; null: none.</summary>
    public decimal? Challenge { get; init; }

    [JsonConverter(typeof(SpanJson))]
    public TimeSpan? Settling { get; init; }

    /// <summary>Holds that the owner made longer than the policy's.</summary>
    public OwnHold[] Holds { get; init; } = [];

    public Freeze[] Freezes { get; init; } = [];

    /// <summary>What waits, and what ended lately, oldest first.</summary>
    public Change[] Changes { get; init; } = [];

    public SignalMark[] Signals { get; init; } = [];

    public VetoMark[] Vetoes { get; init; } = [];

    public Ledger Ledger { get; init; } = Ledger.Empty;

    /// <summary>The import that made him; null where he joined by himself.</summary>
    public string? ImportedBy { get; init; }

    /// <summary>What was taken over when he was imported, in words, until the first announcement says it.</summary>
    public string[] TakenOver { get; init; } = [];

    /// <summary>Since when he trades each pair, oldest first.</summary>
    public TradedPair[] Traded { get; init; } = [];

    public Envelope[] Envelopes { get; init; } = [];

    /// <summary>The last time an expansion was approved or came into force.</summary>
    public Instant LatestExpansion { get; init; }

    /// <summary>The last time a guardian helped to pass a challenge.</summary>
    public Instant LatestGuardedChallenge { get; init; }

    /// <summary>Wrong codes since the last right one, counted before they are checked.</summary>
    public int FailedCodes { get; init; }

    public Instant LastFailedCode { get; init; }

    /// <summary>Who is signed in to the console, oldest first.</summary>
    public ConsoleSession[] Sessions { get; init; } = [];

    /// <summary>Links of the platform that were not used yet, oldest first; those that are over among them.</summary>
    public ConsoleLink[] Links { get; init; } = [];

    /// <summary>The version of the newest policy that held parts were measured by.</summary>
    public int PolicySeen { get; init; }

    /// <summary>The earliest time after <see cref="At"/> at which something matures or ends by itself.</summary>
    public Instant Next { get; init; } = Instant.Never;

    public Account? Find(string account)
    {
        foreach (var a in Accounts)
            if (string.Equals(a.Id, account, StringComparison.Ordinal)) return a;
        return null;
    }

    public AgeClock Clock(ClockKind kind) => kind switch
    {
        ClockKind.Ordinary => Ordinary,
        ClockKind.Release => Release,
        ClockKind.Reset => ResetClock,
        ClockKind.Recovery => new AgeClock(new Instant(0), 0, new Instant(0)),
        _ => throw new InvalidOperationException($"no clock {kind}"),
    };

    public Change? FindChange(string id) => Array.Find(Changes, c => string.Equals(c.Id, id, StringComparison.Ordinal));

    public TimeSpan SettlingTime(Policy policy) => Settling is { } own && own > policy.Settling ? own : policy.Settling;

    public TimeSpan HoldOf(Element element, Policy policy, Instant at)
    {
        var hold = policy.Hold(element);
        foreach (var own in Holds)
            if (own.Element == element) hold = own.LengthAt(at) > hold ? own.LengthAt(at) : hold;
        return hold;
    }

    public ConsoleSession? FindSession(string id) => Array.Find(Sessions, s => string.Equals(s.Id, id, StringComparison.Ordinal));

    public bool IsFrozenAt(Instant at)
    {
        foreach (var freeze in Freezes)
            if (freeze.Ends is null || at <= freeze.Ends) return true;
        return false;
    }
}

/// <summary>One account of an owner.</summary>
public sealed record Account
{
    public required string Id { get; init; }

    public required Instant OpenedAt { get; init; }

    /// <summary>False until an account named for an owner with accounts has waited its hold.</summary>
    public bool Joined { get; init; } = true;

    public ApiKey[] Keys { get; init; } = [];

    public Destination[] Destinations { get; init; } = [];

    /// <summary>Fingerprints of all key ids ever used: none is used again.</summary>
    public long[] UsedKeyIds { get; init; } = [];

    public ApiKey? FindKey(string id)
    {
        foreach (var k in Keys)
            if (string.Equals(k.Id, id, StringComparison.Ordinal)) return k;
        return null;
    }
}

/// <summary>A hold that the owner chose, longer than the policy's.</summary>
/// <param name="Length">The lasting choice; zero where there is none.</param>
/// <param name="Overlay">A longer one laid over it, with its own end.</param>
public sealed record OwnHold(
    Element Element,
    [property: JsonConverter(typeof(SpanJson))] TimeSpan Length,
    [property: JsonConverter(typeof(SpanJson))] TimeSpan? Overlay,
    Instant? OverlayEnds)
{
    public TimeSpan LengthAt(Instant at) => Overlay is { } o && at <= OverlayEnds && o > Length ? o : Length;
}

/// <summary>The newest signal of a kind about one subject.</summary>
public sealed record SignalMark(string Kind, string? Subject, Instant At);

/// <summary>Something that was vetoed: asked again within 7 days it waits longer.</summary>
/// <param name="Thing">The thing, as <see cref="Changes.Thing"/> spells it.</param>
/// <param name="At">When it was vetoed; the end of its hold if that was done quietly.</param>
/// <param name="ByItself">The one whose removal it was vetoed it: he can't again.</param>
public sealed record VetoMark(string Thing, Instant At, bool ByItself);
