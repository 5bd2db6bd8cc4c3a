using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.CoinbaseAdvanced;

/// <summary>The header of a token (RFC 7515 section 4.1). Members that are not known are refused, `crit` and keys sent along among them.</summary>
internal static class TokenHead
{
    public static void Read(
        scoped ref RequestReading reading, ReadOnlySpan<byte> json, out Algorithm algorithm, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> nonce)
    {
        reading.Refuse(JsonMembers.Check(json, Refusal.MalformedToken));
        RefuseUnknown(ref reading, json);
        var stated = TokenText.Of(ref reading, json, "alg"u8, Refusal.AlgorithmUnknown);
        algorithm = stated.SequenceEqual("ES256"u8) ? Algorithm.EcdsaP256Sha256
            : stated.SequenceEqual("EdDSA"u8) ? Algorithm.Ed25519
            : Algorithm.OfKey;
        reading.RefuseIf(algorithm == Algorithm.OfKey, Refusal.AlgorithmUnknown);
        key = reading.Key(TokenText.Of(ref reading, json, "kid"u8, Refusal.KeyMissing));
        var isTyped = JsonMembers.TryFind(json, "typ"u8, out var type, out _);
        reading.RefuseIf(isTyped && !type.SequenceEqual("JWT"u8), Refusal.MalformedToken);
        nonce = JsonMembers.TryFind(json, "nonce"u8, out _, out _) ? TokenText.Of(ref reading, json, "nonce"u8, Refusal.NonceMissing) : default;
    }

    private static void RefuseUnknown(scoped ref RequestReading reading, ReadOnlySpan<byte> json)
    {
        var scan = new JsonScan(json);
        while (scan.TryMember(out var name, out _, out _))
        {
            var isKnown = name.SequenceEqual("alg"u8) || name.SequenceEqual("kid"u8) || name.SequenceEqual("typ"u8) || name.SequenceEqual("nonce"u8);
            reading.RefuseIf(!isKnown, Refusal.ExtensionUnknown);
        }
    }
}
