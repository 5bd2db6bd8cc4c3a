namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>What can be wrong with a response, by the steps of Web Authentication Level 3, sections 7.1 and 7.2, and by our own strictness.</summary>
[Flags]
internal enum Fault
{
    None = 0,

    /// <summary>No strict JSON, or a member that is missing, unknown, or of another type.</summary>
    Shape = 1,

    /// <summary>A member that is there twice: two readers may read different things.</summary>
    Twice = 1 << 1,

    /// <summary>Bytes in another spelling than base64url without padding.</summary>
    Spelling = 1 << 2,

    /// <summary>Another passkey than any of the owner's, or than the one that is attested.</summary>
    Credential = 1 << 3,
    User = 1 << 4,
    ClientData = 1 << 5,
    Type = 1 << 6,
    Challenge = 1 << 7,
    Origin = 1 << 8,

    /// <summary>Another site's page has ours within.</summary>
    Framed = 1 << 9,
    Domain = 1 << 10,
    NobodyPresent = 1 << 11,
    NobodyVerified = 1 << 12,

    /// <summary>Backed up without being eligible, or eligible when it was not before.</summary>
    Backup = 1 << 13,

    /// <summary>Authenticator data that end too early or too late.</summary>
    Data = 1 << 14,
    Signature = 1 << 15,
    Count = 1 << 16,
    Attestation = 1 << 17,
    Key = 1 << 18,
}
