using System.Text.Json.Serialization;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>
/// One edit of what an account's keys, addresses and people may do. The first group is what a request may hold, by the
/// names of the contract; the second is what approved edits are made of and no request can name.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(AddKey), "addKey")]
[JsonDerivedType(typeof(RemoveKey), "removeKey")]
[JsonDerivedType(typeof(SuspendKey), "suspendKey")]
[JsonDerivedType(typeof(ResumeKey), "resumeKey")]
[JsonDerivedType(typeof(RotateKey), "rotateKey")]
[JsonDerivedType(typeof(RemoveCredential), "removeCredential")]
[JsonDerivedType(typeof(Grant), "grant")]
[JsonDerivedType(typeof(Revoke), "revoke")]
[JsonDerivedType(typeof(AddSource), "addSource")]
[JsonDerivedType(typeof(RemoveSource), "removeSource")]
[JsonDerivedType(typeof(SetExpiry), "setExpiry")]
[JsonDerivedType(typeof(AddDestination), "addDestination")]
[JsonDerivedType(typeof(RemoveDestination), "removeDestination")]
[JsonDerivedType(typeof(SetLimit), "setLimit")]
[JsonDerivedType(typeof(RemoveLimit), "removeLimit")]
[JsonDerivedType(typeof(SetAllowance), "setAllowance")]
[JsonDerivedType(typeof(SetChallenge), "setChallenge")]
[JsonDerivedType(typeof(SetSettling), "setSettling")]
[JsonDerivedType(typeof(SetHold), "setHold")]
[JsonDerivedType(typeof(AddFactor), "addFactor")]
[JsonDerivedType(typeof(RemoveFactor), "removeFactor")]
[JsonDerivedType(typeof(AddGuardian), "addGuardian")]
[JsonDerivedType(typeof(RemoveGuardian), "removeGuardian")]
[JsonDerivedType(typeof(AddChannel), "addChannel")]
[JsonDerivedType(typeof(RemoveChannel), "removeChannel")]
[JsonDerivedType(typeof(SetAlerts), "setAlerts")]
[JsonDerivedType(typeof(ResetFactors), "resetFactors")]
[JsonDerivedType(typeof(Recover), "recover")]
[JsonDerivedType(typeof(LiftFreeze), "liftFreeze")]
[JsonDerivedType(typeof(Join), "join")]
[JsonDerivedType(typeof(OpenKey), "openKey")]
[JsonDerivedType(typeof(OpenCredential), "openCredential")]
[JsonDerivedType(typeof(FullCredential), "fullCredential")]
[JsonDerivedType(typeof(FullGuardian), "fullGuardian")]
[JsonDerivedType(typeof(FullChannel), "fullChannel")]
public abstract record Edit
{
    private Edit()
    {
    }

    public sealed record AddKey(
        string Key, string Label, string[] Permissions, Source[] Sources, Instant? ExpiresAt, CredentialKind Credential)
        : Edit;

    public sealed record RemoveKey(string Key) : Edit;

    public sealed record SuspendKey(string Key) : Edit;

    public sealed record ResumeKey(string Key) : Edit;

    /// <param name="Overlap">How long the older credential goes on after the approval; null: until 7 days after the new one's hold.</param>
    public sealed record RotateKey(
        string Key,
        CredentialKind Credential,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan? Overlap) : Edit;

    public sealed record RemoveCredential(string Key, string Credential) : Edit;

    public sealed record Grant(string Key, string Permission) : Edit;

    public sealed record Revoke(string Key, string Permission) : Edit;

    public sealed record AddSource(string Key, Source Source) : Edit;

    public sealed record RemoveSource(string Key, Source Source) : Edit;

    public sealed record SetExpiry(string Key, Instant? ExpiresAt) : Edit;

    public sealed record AddDestination(string Asset, string Network, string Address, string? Tag, string Label) : Edit;

    public sealed record RemoveDestination(string Asset, string Network, string Address, string? Tag) : Edit;

    public sealed record SetLimit(
        string? Asset,
        string? Currency,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan Period,
        decimal Amount,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan? For) : Edit;

    public sealed record RemoveLimit(
        string? Asset, string? Currency, [property: JsonConverter(typeof(SpanJson))] TimeSpan Period) : Edit;

    public sealed record SetAllowance(decimal Amount) : Edit;

    public sealed record SetChallenge(decimal? Above) : Edit;

    public sealed record SetSettling([property: JsonConverter(typeof(SpanJson))] TimeSpan Length) : Edit;

    public sealed record SetHold(
        Element Element,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan Length,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan? For) : Edit;

    /// <param name="Guardian">Whose factor it is; null: the owner's.</param>
    /// <param name="Passkey">What was registered; null for other kinds, and for a passkey that only the platform knows.</param>
    public sealed record AddFactor(string Factor, FactorKind Kind, string Label, string? Guardian, Passkey? Passkey = null) : Edit;

    public sealed record RemoveFactor(string Factor) : Edit;

    public sealed record AddGuardian(string Guardian, string Name, string Email) : Edit;

    public sealed record RemoveGuardian(string Guardian) : Edit;

    public sealed record AddChannel(string Channel, ChannelKind Kind, string To) : Edit;

    public sealed record RemoveChannel(string Channel) : Edit;

    /// <summary>What a channel is told besides expansions and freezes.</summary>
    public sealed record SetAlerts(string Channel, decimal? Above, bool Digest, QuietHours? Quiet) : Edit
    {
        [JsonIgnore]
        public Alerts Alerts => new(Above, Digest, Quiet);
    }

    public sealed record ResetFactors : Edit;

    public sealed record Recover(string Factor, FactorKind Kind, string Label) : Edit;

    /// <param name="Freeze">Which freeze; null: every freeze that the asking one may lift.</param>
    public sealed record LiftFreeze(string? Freeze) : Edit;

    /// <summary>An account named for an owner that has accounts already becomes one of his.</summary>
    public sealed record Join : Edit;

    /// <summary>The key exists and is open for what a new key may do at once.</summary>
    public sealed record OpenKey(
        string Key, string Label, Source[] Sources, Instant? ExpiresAt, string CredentialId, CredentialKind Credential)
        : Edit;

    /// <summary>A rotated or resumed credential is open for what a new key may do at once.</summary>
    public sealed record OpenCredential(
        string Key,
        string CredentialId,
        CredentialKind Credential,
        [property: JsonConverter(typeof(SpanJson))] TimeSpan? Overlap) : Edit;

    /// <summary>The credential has all that its key has.</summary>
    public sealed record FullCredential(string Key, string CredentialId) : Edit;

    /// <summary>A new guardian's say to approve, to freeze, and to veto everything.</summary>
    public sealed record FullGuardian(string Guardian) : Edit;

    /// <summary>A new channel counts for telling.</summary>
    public sealed record FullChannel(string Channel) : Edit;
}

/// <summary>What signs for a key; `Kept` leaves that to the platform.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Kept), "kept")]
[JsonDerivedType(typeof(Public), "public")]
[JsonDerivedType(typeof(Shared), "shared")]
public abstract record CredentialKind
{
    private CredentialKind()
    {
    }

    /// <summary>The platform keeps and checks the credential.</summary>
    public sealed record Kept : CredentialKind;

    /// <param name="Algorithm">`ed25519`, `p256` or `rsa`.</param>
    /// <param name="PublicKey">SubjectPublicKeyInfo in PEM.</param>
    public sealed record Public(string Algorithm, string PublicKey) : CredentialKind;

    /// <param name="Scheme">The exchange scheme that it signs by; the secret itself travels beside the edits.</param>
    public sealed record Shared(string Scheme) : CredentialKind;
}

/// <summary>How a person consents.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FactorKind>))]
public enum FactorKind
{
    [JsonStringEnumMemberName("platform")] Platform,
    [JsonStringEnumMemberName("totp")] Totp,
    [JsonStringEnumMemberName("passkey")] Passkey,
    [JsonStringEnumMemberName("recovery")] Recovery,
}

/// <summary>Where announcements go.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelKind>))]
public enum ChannelKind
{
    [JsonStringEnumMemberName("email")] Email,
    [JsonStringEnumMemberName("webhook")] Webhook,
    [JsonStringEnumMemberName("platform")] Platform,
}

/// <summary>Whether an edit takes power away or adds it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Effect>))]
public enum Effect
{
    [JsonStringEnumMemberName("reduces")] Reduces,
    [JsonStringEnumMemberName("expands")] Expands,
}
