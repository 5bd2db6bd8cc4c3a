using System.Text.Json.Serialization;
using Holdfast.Domain.Official;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Reports;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>All that can happen to an installation. The names are stored: never change one, add another.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(InstallationBegan), "installationBegan")]
[JsonDerivedType(typeof(PolicyStrengthened), "policyStrengthened")]
[JsonDerivedType(typeof(PolicyProposed), "policyProposed")]
[JsonDerivedType(typeof(PolicyAgreed), "policyAgreed")]
[JsonDerivedType(typeof(PolicyDropped), "policyDropped")]
[JsonDerivedType(typeof(TokenIssued), "tokenIssued")]
[JsonDerivedType(typeof(TokenEnded), "tokenEnded")]
[JsonDerivedType(typeof(ActProposed), "actProposed")]
[JsonDerivedType(typeof(ActSeconded), "actSeconded")]
[JsonDerivedType(typeof(ClockVouched), "clockVouched")]
[JsonDerivedType(typeof(OfficialListed), "officialListed")]
[JsonDerivedType(typeof(CallSighted), "callSighted")]
[JsonDerivedType(typeof(StaffActed), "staffActed")]
[JsonDerivedType(typeof(RollbackFound), "rollbackFound")]
[JsonDerivedType(typeof(RollbackAccepted), "rollbackAccepted")]
public abstract record InstallationEvent
{
    private InstallationEvent()
    {
    }

    /// <summary>The first start: the only policy that comes into force without waiting.</summary>
    public sealed record InstallationBegan(InstallationMode Mode, Policy Policy, Token[] Tokens) : InstallationEvent;

    /// <summary>What of a proposed policy strengthens is in force with this event, and an older proposal is gone.</summary>
    /// <param name="Policy">All of the policy that is in force from here on.</param>
    public sealed record PolicyStrengthened(Policy Policy) : InstallationEvent;

    /// <summary>A policy was proposed whose weaker values wait for two staff members; an older proposal is gone.</summary>
    public sealed record PolicyProposed(Policy Proposed, string Digest, string[] Waits) : InstallationEvent;

    /// <summary>Two staff members agreed on the pending policy: its hold runs.</summary>
    public sealed record PolicyAgreed(
        string Digest,
        string By,
        string SecondedBy,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan Hold) : InstallationEvent;

    /// <summary>The pending policy is gone.</summary>
    /// <param name="By">The staff member who stopped it; null when the file proposes the policy in force again.</param>
    public sealed record PolicyDropped(string Digest, string? By) : InstallationEvent;

    public sealed record TokenIssued(Token Token) : InstallationEvent;

    public sealed record TokenEnded(string Name, string By) : InstallationEvent;

    /// <param name="Token">The token that waits, for kind `token`.</param>
    /// <param name="Official">The list that waits, for kind `notice`.</param>
    public sealed record ActProposed(
        string Act, ActKind Kind, string Digest, string By, Token? Token, OfficialEntry[]? Official = null) : InstallationEvent;

    public sealed record ActSeconded(string Act, string By) : InstallationEvent;

    /// <summary>Two staff members vouched for the gap of a restart.</summary>
    /// <param name="From">What the clock showed at the restart; null in old events.</param>
    /// <param name="Gap">How far the clock goes on at once.</param>
    public sealed record ClockVouched(
        string Digest,
        string By,
        string SecondedBy,
        Instant? From = null,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan? Gap = null) : InstallationEvent;

    /// <summary>The official list is this from here on.</summary>
    /// <param name="SecondedBy">Null where it only lost entries, which one member may do.</param>
    public sealed record OfficialListed(OfficialEntry[] Entries, string By, string? SecondedBy) : InstallationEvent;

    /// <summary>Somebody reported a call without signing in.</summary>
    /// <param name="Report">Its id.</param>
    public sealed record CallSighted(string Report, ReportedCall Call) : InstallationEvent;

    /// <summary>At a start the log lacked what was seen of it once: it was set back, or another was put in its place.</summary>
    public sealed record RollbackFound(string Digest, long Head, SeenCheckpoint[] Seen) : InstallationEvent;

    /// <summary>Two staff members accepted to go on without what is missing.</summary>
    public sealed record RollbackAccepted(string Digest, string By, string SecondedBy) : InstallationEvent;

    /// <summary>A staff member did something protective that needs no second; only counted here.</summary>
    public sealed record StaffActed(string By, string What) : InstallationEvent;
}
