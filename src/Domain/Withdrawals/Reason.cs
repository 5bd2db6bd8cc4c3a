using System.Text.Json.Serialization;

namespace Holdfast.Domain.Withdrawals;

/// <summary>Why a withdrawal was decided as it was. The spelling is stable: clients and analysts key on it.</summary>
[JsonConverter(typeof(ReasonJson))]
public enum Reason
{
    AllAged,
    WithinAllowance,
    WithinEnvelope,
    Approved,
    OwnAccount,
    Frozen,
    LimitExceeded,
    LimitNeedsValue,
    KeyUnknown,
    KeySuspended,
    KeyExpired,
    CredentialUnknown,
    CredentialHeld,
    CredentialEnded,
    PermissionMissing,
    PermissionHeld,
    SourceMissing,
    SourceHeld,
    DestinationUnknown,
    DestinationHeld,
    DestinationYoung,
    AccountNotJoined,
    PermissionYoung,
    CredentialYoung,
    SourceYoung,
    ExpiryYoung,
    LimitYoung,
    AllowanceExceeded,
    ValueUnknown,
    RecoveryWaits,
    OwnChallenge,
    SessionFactorOld,
    EvidenceOnPath,
    EvidenceOnOwner,
    NoAgedFactor,
    GuardianNeeded,
    Cancelled,
}
