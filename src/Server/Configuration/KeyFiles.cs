using System.Security.Cryptography;

namespace Holdfast.Server.Configuration;

/// <summary>The files in `keys/`: each as long as it must be, none guessable, none twice. What is in them is never said.</summary>
internal static class KeyFiles
{
    private const int Length = 32;

    /// <summary>What is being written, and what a rotation sets aside: a copy at first. The log checks it.</summary>
    private static readonly string[] Unfinished = [".draft", ".new", ".before"];

    public static IEnumerable<string> Mistakes(string folder)
    {
        if (!Directory.Exists(folder)) yield break;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Unfinished.Contains(Path.GetExtension(file))) continue;
            if (TryRead(file) is not { } bytes)
            {
                yield return $"`{file}` can't be read";
                continue;
            }
            if (WrongWith(file, bytes) is { } wrong) yield return wrong;
            else if (!seen.TryAdd(Convert.ToHexString(SHA256.HashData(bytes)), file))
                yield return $"`{file}` holds the same key as `{seen[Convert.ToHexString(SHA256.HashData(bytes))]}`: restore the one that belongs here";
        }
    }

    private static string? WrongWith(string file, byte[] bytes)
    {
        if (Path.GetExtension(file) == ".pem") return WrongWithPem(file, System.Text.Encoding.ASCII.GetString(bytes));
        if (bytes.Length != Length) return $"`{file}` does not hold a key of {Length} bytes: restore it";
        return bytes.Distinct().Count() < 8 ? $"`{file}` holds a key that anybody could guess: restore it" : null;
    }

    private static string? WrongWithPem(string file, string pem)
    {
        try
        {
            // keys of other kinds are checked by what uses them
            if (!pem.Contains("PRIVATE KEY", StringComparison.Ordinal)) return $"`{file}` holds no private key: restore it";
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key.KeySize == 256 ? null : $"`{file}` holds a key of another curve than P-256: restore it";
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return pem.Contains("BEGIN PRIVATE KEY", StringComparison.Ordinal) && IsEd25519(pem) ? null : $"`{file}` holds no private key: restore it";
        }
    }

    /// <summary>PKCS #8 of RFC 8410: 48 bytes with the object identifier 1.3.101.112.</summary>
    private static bool IsEd25519(string pem)
    {
        var fields = PemEncoding.Find(pem);
        var bytes = Convert.FromBase64String(pem[fields.Base64Data]);
        return bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x06, 0x03, 0x2B, 0x65, 0x70]) > 0;
    }

    private static byte[]? TryRead(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
