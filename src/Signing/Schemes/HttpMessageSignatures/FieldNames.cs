namespace Holdfast.Signing.Schemes.HttpMessageSignatures;

/// <summary>Keys, parameters and names of fields.</summary>
internal static class FieldNames
{
    public const int Created = 1;
    public const int Expires = 2;
    public const int KeyId = 4;
    public const int Nonce = 8;
    public const int Alg = 16;
    public const int Tag = 32;

    /// <summary>0 where it is not known.</summary>
    public static int Parameter(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("created"u8) ? Created
        : name.SequenceEqual("expires"u8) ? Expires
        : name.SequenceEqual("keyid"u8) ? KeyId
        : name.SequenceEqual("nonce"u8) ? Nonce
        : name.SequenceEqual("alg"u8) ? Alg
        : name.SequenceEqual("tag"u8) ? Tag
        : 0;

    /// <summary>RFC 9421 section 6.2; those of RSA and P-384 are not known here.</summary>
    public static Claims.Algorithm Algorithm(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("ed25519"u8) ? Claims.Algorithm.Ed25519
        : name.SequenceEqual("ecdsa-p256-sha256"u8) ? Claims.Algorithm.EcdsaP256Sha256
        : name.SequenceEqual("hmac-sha256"u8) ? Claims.Algorithm.HmacSha256
        : Claims.Algorithm.OfKey;

    public static string Text(Claims.Algorithm algorithm) => algorithm switch
    {
        Claims.Algorithm.Ed25519 => "ed25519",
        Claims.Algorithm.EcdsaP256Sha256 => "ecdsa-p256-sha256",
        Claims.Algorithm.HmacSha256 => "hmac-sha256",
        Claims.Algorithm.OfKey or Claims.Algorithm.HmacSha512 or Claims.Algorithm.RsaPkcs1Sha256 =>
            throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not an algorithm of this scheme"),
    };

    /// <summary>RFC 9651 section 3.1.2.</summary>
    public static bool IsKey(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 64 || !(char.IsAsciiLetterLower((char)text[0]) || text[0] == (byte)'*')) return false;
        foreach (var one in text)
        {
            if (!char.IsAsciiLetterLower((char)one) && !char.IsAsciiDigit((char)one) && one is not ((byte)'_' or (byte)'-' or (byte)'.' or (byte)'*')) return false;
        }

        return true;
    }

    /// <summary>A name of a header in lower case (RFC 9421 section 2.1).</summary>
    public static bool IsField(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 64) return false;
        foreach (var one in text)
        {
            if (!char.IsAsciiLetterLower((char)one) && !char.IsAsciiDigit((char)one) && one is not ((byte)'_' or (byte)'-')) return false;
        }

        return true;
    }
}
