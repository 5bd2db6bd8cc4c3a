namespace Holdfast.Signing.Claims;

/// <summary>The stable word of each refusal, as it is stored and answered.</summary>
public static class Refusals
{
    public static string Code(this Refusal refusal) => refusal switch
    {
        Refusal.None => "none",
        Refusal.SchemeMissing => "schemeMissing",
        Refusal.SchemeAmbiguous => "schemeAmbiguous",
        Refusal.KeyMissing => "keyMissing",
        Refusal.SignatureMissing => "signatureMissing",
        Refusal.TimeMissing => "timeMissing",
        Refusal.NonceMissing => "nonceMissing",
        Refusal.PassphraseMissing => "passphraseMissing",
        Refusal.BodyNeeded => "bodyNeeded",
        Refusal.DuplicateHeader => "duplicateHeader",
        Refusal.DuplicateParameter => "duplicateParameter",
        Refusal.DuplicateMember => "duplicateMember",
        Refusal.TooManyParameters => "tooManyParameters",
        Refusal.MalformedMethod => "malformedMethod",
        Refusal.MalformedTarget => "malformedTarget",
        Refusal.MalformedHost => "malformedHost",
        Refusal.MalformedHeader => "malformedHeader",
        Refusal.MalformedBody => "malformedBody",
        Refusal.MalformedKey => "malformedKey",
        Refusal.MalformedTime => "malformedTime",
        Refusal.MalformedNonce => "malformedNonce",
        Refusal.MalformedSignature => "malformedSignature",
        Refusal.MalformedSignatureInput => "malformedSignatureInput",
        Refusal.MalformedToken => "malformedToken",
        Refusal.SignatureTooLong => "signatureTooLong",
        Refusal.TruncatedSignature => "truncatedSignature",
        Refusal.MixedCaseHex => "mixedCaseHex",
        Refusal.UnsignedParameter => "unsignedParameter",
        Refusal.UnclearBoundary => "unclearBoundary",
        Refusal.AlgorithmUnknown => "algorithmUnknown",
        Refusal.ComponentUnknown => "componentUnknown",
        Refusal.ExtensionUnknown => "extensionUnknown",
        Refusal.UriMismatch => "uriMismatch",
        Refusal.DigestMismatch => "digestMismatch",
        Refusal.RequestTooLong => "requestTooLong",
        Refusal.WindowTooLong => "windowTooLong",
        Refusal.TimeStale => "timeStale",
        Refusal.TimeAhead => "timeAhead",
    };
}
