using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes;

/// <summary>
/// One way to sign a request. Reading it needs no key and believes nothing; it gives a claim, whose key id says which
/// credential it is to be verified with. No bytes make it throw.
/// </summary>
public abstract class Scheme
{
    private protected Scheme()
    {
    }

    /// <summary>Stable: stored, and part of replay ids.</summary>
    public abstract string Name { get; }

    /// <summary>The algorithms of its keys.</summary>
    public abstract IReadOnlyList<Algorithm> Algorithms { get; }

    /// <summary>What its signatures hold fast; a claim may hold less.</summary>
    public abstract Coverage Covers { get; }

    public virtual PassphraseForm PassphraseForm => PassphraseForm.None;

    /// <summary>Shared secrets are handed out as base64 of their bytes, not as text that is its own bytes.</summary>
    public virtual bool IsSecretBase64 => false;

    /// <summary>A request may come without a time; freshness refuses it then.</summary>
    public virtual bool IsTimeOptional => false;

    /// <summary>The header by which a request states this scheme, in lower case.</summary>
    public abstract ReadOnlySpan<byte> Mark { get; }

    /// <summary>Whether the value of that header is of this scheme.</summary>
    internal virtual bool IsStatedBy(ReadOnlySpan<byte> value) => true;

    /// <param name="scratch">At least <see cref="SignedRequest.ScratchBytes"/> long, or `requestTooLong` may be the answer.</param>
    /// <param name="claim">Good while request and scratch are; empty where it is refused.</param>
    public abstract Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim);

    /// <summary>Signs as the scheme's clients do: adds what is missing of headers and parameters, the signature last.</summary>
    public abstract void Sign(RequestBuffer draft, string keyId, SigningKey key, Stamp stamp);
}
