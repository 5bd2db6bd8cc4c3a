using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Keys;

/// <summary>
/// What is kept of a passphrase: texts of one length, so that the time of a comparison tells neither where nor how long it differs.
/// </summary>
internal sealed class Passphrase
{
    public const int MostBytes = 127;

    public static readonly Passphrase None = new(null, []);

    private const int Words = (MostBytes + 1) / sizeof(ulong);

    private readonly byte[]? plain;
    private readonly byte[]? signed;

    /// <param name="secret">Empty where the credential is a public key.</param>
    public Passphrase(string? text, ReadOnlySpan<byte> secret)
    {
        if (text is null) return;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > MostBytes) throw new ArgumentException("a passphrase has at most 127 bytes", nameof(text));
        plain = new byte[MostBytes + 1];
        Fill(plain, bytes);
        signed = HMACSHA256.HashData(secret, bytes);
    }

    public bool Is(PassphraseForm form, ReadOnlySpan<byte> stated) => form switch
    {
        PassphraseForm.None => plain is null,
        PassphraseForm.Plain => plain is not null && IsPlain(stated),
        PassphraseForm.Signed => signed is not null && CryptographicOperations.FixedTimeEquals(signed, stated),
    };

    private bool IsPlain(ReadOnlySpan<byte> stated)
    {
        if (stated.Length > MostBytes) return false;
        Span<byte> filled = stackalloc byte[MostBytes + 1];
        Fill(filled, stated);
        return AreSame(plain, filled);
    }

    /// <summary>All words, whatever they hold: `FixedTimeEquals` does the same byte by byte, without optimization.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var left = MemoryMarshal.Cast<byte, ulong>(one);
        var right = MemoryMarshal.Cast<byte, ulong>(other);
        var differences = 0UL;
        for (var i = 0; i < Words; i++) differences |= left[i] ^ right[i];
        return differences == 0;
    }

    /// <summary>The length, the text, and zeros.</summary>
    private static void Fill(Span<byte> whole, ReadOnlySpan<byte> text)
    {
        whole.Clear();
        whole[0] = (byte)text.Length;
        text.CopyTo(whole[1..]);
    }

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(plain);
        CryptographicOperations.ZeroMemory(signed);
    }
}
