using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Claims;

/// <summary>
/// What a request says of itself, read but not believed. The slices are of the request and the scratch that it was read with,
/// and good as long as those.
/// </summary>
public readonly ref struct Claim
{
    public const int ReplayIdBytes = 32;

    public required Scheme Scheme { get; init; }

    /// <summary>Visible ASCII, 1 to 256 bytes.</summary>
    public required ReadOnlySpan<byte> KeyId { get; init; }

    public required Algorithm Algorithm { get; init; }

    public StatedTime Time { get; init; }

    /// <summary>Empty where the scheme has none, or its nonce is the time.</summary>
    public ReadOnlySpan<byte> Nonce { get; init; }

    /// <summary>Decoded.</summary>
    public required ReadOnlySpan<byte> Signature { get; init; }

    /// <summary>The bytes that the signature is of.</summary>
    public required ReadOnlySpan<byte> Message { get; init; }

    public PassphraseForm PassphraseForm { get; init; }

    public ReadOnlySpan<byte> Passphrase { get; init; }

    public required Coverage Covers { get; init; }

    /// <summary>The body is part of what is signed. A request whose body is withheld is not read then: `bodyNeeded`.</summary>
    public bool NeedsBody => (Covers & Coverage.Body) != Coverage.None;

    /// <summary>Whether the signature (and the passphrase, where there is one) is that of the credential; in constant time.</summary>
    public bool IsSignedBy(Credential credential)
    {
        var signed = credential.Verify(Algorithm, Message, Signature);
        var known = credential.Knows(PassphraseForm, Passphrase);
        return signed & known;
    }

    /// <summary>
    /// One value for one request of one key, however its signature is spelled; for a claim that was verified. A tag of HMAC is
    /// decided by key and message, so it is the id. Other signatures can be altered and still verify, so their id is of what
    /// they sign: SHA-256 of scheme, key id and message, each with its length.
    /// </summary>
    public void WriteReplayId(Span<byte> id)
    {
        if (Algorithm is Algorithm.HmacSha256 or Algorithm.HmacSha512)
        {
            Signature[..ReplayIdBytes].CopyTo(id);
            return;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.ASCII.GetBytes(Scheme.Name));
        Add(hash, KeyId);
        Add(hash, Message);
        hash.GetHashAndReset(id);
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
