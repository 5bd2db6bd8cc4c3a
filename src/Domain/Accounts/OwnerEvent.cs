using System.Text.Json.Serialization;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Freezes;
using Holdfast.Domain.Sessions;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Accounts;

/// <summary>All that can happen to an owner. The names are stored: never change one, add another (docs/guides/events.md).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AccountOpened), "accountOpened")]
[JsonDerivedType(typeof(ChangeAsked), "changeAsked")]
[JsonDerivedType(typeof(ChangeApproved), "changeApproved")]
[JsonDerivedType(typeof(ChangeTold), "changeTold")]
[JsonDerivedType(typeof(ChangeVetoed), "changeVetoed")]
[JsonDerivedType(typeof(AccountFrozen), "accountFrozen")]
[JsonDerivedType(typeof(SignalObserved), "signalObserved")]
[JsonDerivedType(typeof(CodeFailed), "codeFailed")]
[JsonDerivedType(typeof(PolicyFollowed), "policyFollowed")]
[JsonDerivedType(typeof(ClockFollowed), "clockFollowed")]
[JsonDerivedType(typeof(Announced), "announced")]
[JsonDerivedType(typeof(AlertRaised), "alertRaised")]
[JsonDerivedType(typeof(RequestsRefused), "requestsRefused")]
[JsonDerivedType(typeof(WithdrawalDecided), "withdrawalDecided")]
[JsonDerivedType(typeof(WithdrawalObserved), "withdrawalObserved")]
[JsonDerivedType(typeof(WithdrawalCancelled), "withdrawalCancelled")]
[JsonDerivedType(typeof(OrderDecided), "orderDecided")]
[JsonDerivedType(typeof(CallReported), "callReported")]
[JsonDerivedType(typeof(AccountImported), "accountImported")]
[JsonDerivedType(typeof(ConsoleLinkMade), "consoleLinkMade")]
[JsonDerivedType(typeof(SessionOpened), "sessionOpened")]
[JsonDerivedType(typeof(SessionsEnded), "sessionsEnded")]
public abstract record OwnerEvent
{
    private OwnerEvent()
    {
    }

    /// <param name="First">The owner's first account; any other waits its `join`.</param>
    public sealed record AccountOpened(string Account, string Owner, bool First) : OwnerEvent;

    /// <summary>A change was asked; what it reduces is in force with this event.</summary>
    /// <param name="Stretch">Running holds last at least this long because of its signals; null: as they were.</param>
    /// <param name="Forgets">Changes that ended so long ago that nothing of them is young; only the log keeps them from here on.</param>
    public sealed record ChangeAsked(
        string Change,
        string Account,
        By By,
        JudgedEdit[] Edits,
        HeldPart[] Parts,
        string Digest,
        string Nonce,
        string[] Text,
        Assessment Assessment,
        bool NeedsGuardian,
        bool NeedsStaff,
        SecretPart[] Secrets,
        Signal[] Signals,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan? Stretch = null,
        string[]? Forgets = null) : OwnerEvent;

    /// <param name="Factor">The factor that consented; null for a guardian by the platform's word and for staff.</param>
    /// <param name="Step">The time step of a one-time code, the place of a recovery code, or a passkey's count of signatures, spent by this.</param>
    /// <param name="Complete">Nobody else must approve: the holds begin as soon as somebody was told.</param>
    /// <param name="Parts">The parts as they wait from here on.</param>
    /// <param name="Proof">What a passkey signed.</param>
    public sealed record ChangeApproved(
        string Change,
        By By,
        string? Factor,
        FactorKind? Kind,
        long? Step,
        bool Complete,
        HeldPart[] Parts,
        PasskeyProof? Proof = null) : OwnerEvent;

    /// <summary>A channel that counts took the announcement: the holds run.</summary>
    public sealed record ChangeTold(string Change, string Channel) : OwnerEvent;

    /// <param name="Parts">The parts that this veto stops, by their place in the change.</param>
    public sealed record ChangeVetoed(string Change, By By, bool Quiet, int[] Parts) : OwnerEvent;

    public sealed record AccountFrozen(string Account, Freeze Freeze) : OwnerEvent;

    /// <param name="Stretch">Running holds last at least this long from their start; null: as they were.</param>
    public sealed record SignalObserved(
        string Account,
        Signal Signal,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan? Stretch) : OwnerEvent;

    /// <summary>A wrong code, counted before the next is looked at.</summary>
    /// <param name="InARow">How many were wrong in a row with this one; null in old events.</param>
    public sealed record CodeFailed(string Account, By By, int? InARow = null) : OwnerEvent
    {
        /// <summary>The owner is told of the third, and of each tenth after it.</summary>
        [JsonIgnore]
        public bool IsTold => InARow == 3 || (InARow > 3 && InARow % 10 == 0);
    }

    /// <summary>Holds that ran when a longer policy came into force run longer.</summary>
    public sealed record PolicyFollowed(
        int Version,
        Instant Since,
        [property: JsonConverter(typeof(Policies.HoldsJson))] TimeSpan[] Holds) : OwnerEvent;

    /// <summary>The gap of a restart was counted afterwards; what began after the restart does not age by it.</summary>
    /// <param name="From">What the clock showed at the restart.</param>
    /// <param name="At">What it showed before the gap was counted.</param>
    public sealed record ClockFollowed(
        Instant From, Instant At, [property: JsonConverter(typeof(SpanJson))] TimeSpan Length) : OwnerEvent
    {
        /// <summary>What the clock showed with the gap.</summary>
        [JsonIgnore]
        public Instant To => At + Length;
    }

    /// <summary>Somebody was written to; the rendered words travel in the feed.</summary>
    /// <param name="Until">The end of what was told: when its codes and signatures stop being good.</param>
    /// <param name="SaysTakenOver">True: it says too what was taken over when the account was imported.</param>
    /// <param name="Verify">Where its codes are checked, as the message says it: what is sent again says the same.</param>
    public sealed record Announced(
        string Account,
        string Announcement,
        string? Change,
        string Kind,
        Telling[] To,
        string Subject,
        string[] Text,
        Instant? Until = null,
        string? Verify = null,
        bool? SaysTakenOver = null) : OwnerEvent;

    /// <summary>The withdrawal of the event behind it was newly allowed, and its owner is told at once.</summary>
    /// <param name="Reason">`young`: it went over young or unknown parts; `size`: it is as large as a channel wants to hear of.</param>
    public sealed record AlertRaised(string Account, string Withdrawal, string Reason) : OwnerEvent;

    /// <summary>The gate refused requests of a key for one reason, so many between two times.</summary>
    /// <param name="Code">Why: a reason, or one of the gate's own words.</param>
    public sealed record RequestsRefused(string Account, string Key, string Code, int Count, Instant First, Instant Last) : OwnerEvent;

    /// <summary>A withdrawal was judged: at the request, an approval, a release, or for a permit.</summary>
    /// <param name="Recounts">What it counted before, when it counts anew from here.</param>
    /// <param name="Opens">The envelope that its approval opened.</param>
    /// <param name="Takes">What it took of the envelope that it names.</param>
    /// <param name="Signals">What the platform observed with the request.</param>
    /// <param name="Stretch">Running holds last at least this long because of them; null: as they were.</param>
    public sealed record WithdrawalDecided(
        WithdrawalRecord Withdrawal,
        ApprovalMark? Approval = null,
        Limits.LedgerEntry? Recounts = null,
        Envelope? Opens = null,
        decimal? Takes = null,
        Signal[]? Signals = null,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan? Stretch = null) : OwnerEvent;

    /// <summary>A withdrawal was judged to see how it would be; nothing counts.</summary>
    public sealed record WithdrawalObserved(WithdrawalRecord Withdrawal, Signal[]? Signals = null) : OwnerEvent;

    /// <summary>An order counts, was denied, or is the owner's first on its pair; with the prices that it was judged by.</summary>
    public sealed record OrderDecided(Orders.OrderRecord Order) : OwnerEvent;

    /// <summary>What the account's opening asked for is in force, at the age that it had before.</summary>
    /// <param name="Import">SHA-256 of the file that two staff members agreed on.</param>
    /// <param name="Change">The change of the opening; null where it held nothing.</param>
    /// <param name="Ages">Of each edit of that change, in milliseconds.</param>
    public sealed record AccountImported(string Account, string Import, string? Change, long[] Ages) : OwnerEvent;

    /// <summary>The owner reported a suspicious call or message; what it did to his account are the events behind it.</summary>
    public sealed record CallReported(string Account, string Report, By By, Reports.ReportedCall Call) : OwnerEvent;

    /// <summary>The platform may let its customer into the console, once.</summary>
    public sealed record ConsoleLinkMade(string Account, ConsoleLink Link) : OwnerEvent;

    /// <summary>Somebody signed in to the console.</summary>
    /// <param name="Ends">The sessions that end with this.</param>
    /// <param name="Link">The hash of the link that this spent; null where a factor signed in.</param>
    /// <param name="By">The factor that signed in; null where a link did.</param>
    public sealed record SessionOpened(string Account, ConsoleSession Session, string[] Ends, string? Link, SignInMark? By) : OwnerEvent;

    public sealed record SessionsEnded(string Account, string[] Sessions, By By) : OwnerEvent;

    public sealed record WithdrawalCancelled(WithdrawalRecord Withdrawal, By By) : OwnerEvent;
}

/// <summary>One recipient of an announcement.</summary>
/// <param name="Channel">The channel's id, or `guardian:ID`.</param>
/// <param name="Link">Where this recipient vetoes, without signing in; null where there is nothing to veto.</param>
/// <param name="LinkAll">Where this recipient vetoes all that is pending.</param>
/// <param name="Code">What this recipient types to check that the announcement is ours.</param>
/// <param name="Signature">A JWS over the announcement, bound to this recipient.</param>
public sealed record Telling(
    string Channel,
    string Kind,
    string To,
    string? Link,
    string? LinkAll = null,
    string? Code = null,
    string? Signature = null);

/// <summary>The factor that approved a withdrawal, spent by the event that names it.</summary>
/// <param name="Proof">What a passkey signed.</param>
public sealed record ApprovalMark(By By, string? Factor, FactorKind? Kind, long? Step, PasskeyProof? Proof = null);
