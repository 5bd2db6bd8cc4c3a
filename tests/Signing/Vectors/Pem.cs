using System.Security.Cryptography;

namespace Holdfast.Signing.Tests.Vectors;

/// <summary>What vectors print as PEM.</summary>
internal static class Pem
{
    /// <summary>The seed is the end of a PKCS #8 key of Ed25519 (RFC 8410 section 7).</summary>
    public static byte[] Seed(string pem) => Convert.FromBase64String(string.Concat(pem.Split('\n').Where(l => !l.StartsWith('-'))))[^32..];

    public static string PublicOfRsa(string pem)
    {
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
