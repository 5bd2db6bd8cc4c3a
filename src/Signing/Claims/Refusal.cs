namespace Holdfast.Signing.Claims;

/// <summary>Why a request is not read, or not fresh. Closed: each has a stable word, see <see cref="Refusals"/>.</summary>
public enum Refusal
{
    /// <summary>It is not refused.</summary>
    None,

    /// <summary>No scheme of the catalog is stated.</summary>
    SchemeMissing,

    /// <summary>Two schemes, or two signatures of one, are stated at once.</summary>
    SchemeAmbiguous,
    KeyMissing,
    SignatureMissing,
    TimeMissing,
    NonceMissing,
    PassphraseMissing,

    /// <summary>The body is part of what is signed (or must be known to be empty), and was withheld.</summary>
    BodyNeeded,
    DuplicateHeader,

    /// <summary>Two parameters of one name, after percent-decoding.</summary>
    DuplicateParameter,

    /// <summary>Two JSON members of one name.</summary>
    DuplicateMember,
    TooManyParameters,
    MalformedMethod,

    /// <summary>Not a path with a query in the characters of RFC 3986, or not ASCII.</summary>
    MalformedTarget,
    MalformedHost,

    /// <summary>A header that is read has control characters or is not ASCII.</summary>
    MalformedHeader,
    MalformedBody,
    MalformedKey,
    MalformedTime,
    MalformedNonce,
    MalformedSignature,

    /// <summary>The stated components and parameters of RFC 9421 are not in canonical form.</summary>
    MalformedSignatureInput,
    MalformedToken,
    SignatureTooLong,
    TruncatedSignature,
    MixedCaseHex,

    /// <summary>A part that changes the meaning is not covered by the signature.</summary>
    UnsignedParameter,

    /// <summary>Where one signed part ends and the next begins is not covered by the signature.</summary>
    UnclearBoundary,
    AlgorithmUnknown,

    /// <summary>A component or parameter of RFC 9421 that is not known here.</summary>
    ComponentUnknown,

    /// <summary>A token with `crit`, or with a header member that is not known (RFC 7515 section 4.1.11).</summary>
    ExtensionUnknown,

    /// <summary>A token for another method, host or path.</summary>
    UriMismatch,

    /// <summary>The content digest is not that of the body.</summary>
    DigestMismatch,

    /// <summary>What is signed does not fit into the scratch that was given.</summary>
    RequestTooLong,
    WindowTooLong,
    TimeStale,
    TimeAhead,
}
