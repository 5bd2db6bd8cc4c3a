using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Keys;

/// <summary>
/// What is kept of a passphrase: digests of one length, so that the time of a comparison tells neither where nor how long it differs.
/// </summary>
internal sealed class Passphrase
{
    private readonly byte[]? digest;
    private readonly byte[]? signed;

    /// <param name="secret">Empty where the credential is a public key.</param>
    public Passphrase(string? text, ReadOnlySpan<byte> secret)
    {
        if (text is null) return;
        var bytes = Encoding.UTF8.GetBytes(text);
        digest = SHA256.HashData(bytes);
        signed = HMACSHA256.HashData(secret, bytes);
    }

    public bool Is(PassphraseForm form, ReadOnlySpan<byte> stated) => form switch
    {
        PassphraseForm.None => digest is null,
        PassphraseForm.Plain => digest is not null && IsPlain(stated),
        PassphraseForm.Signed => signed is not null && CryptographicOperations.FixedTimeEquals(signed, stated),
    };

    private bool IsPlain(ReadOnlySpan<byte> stated)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(stated, hash);
        return CryptographicOperations.FixedTimeEquals(digest, hash);
    }

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(digest);
        CryptographicOperations.ZeroMemory(signed);
    }
}
