using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Keys;

/// <summary>
/// What a signature is verified with: made once of a key that is unsealed, kept, and used by any number of threads.
/// It verifies its own algorithms only.
/// </summary>
public abstract class Credential : IDisposable
{
    private protected Credential()
    {
    }

    /// <summary>Whether the signature is that of the message; in constant time where a secret is compared.</summary>
    public abstract bool Verify(Algorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>Whether the passphrase is the one that belongs to this credential. Where none was sent, none may belong to it.</summary>
    public abstract bool Knows(PassphraseForm form, ReadOnlySpan<byte> passphrase);

    public abstract void Dispose();
}
