using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Holdfast.Server.Passkeys;

/// <summary>Verifies by a COSE key, with nothing of the framework's verifier. Sources: RFC 9053 sections 2 and 7; RFC 8812 section 2.</summary>
internal static class CoseKey
{
    private const int KeyType = 1, Algorithm = 3, Curve = -1, X = -2, Y = -3, Modulus = -1, Exponent = -2;

    /// <summary>False also for a key that is none, or of a kind that no passkey is registered with.</summary>
    public static bool Verifies(byte[] cose, byte[] data, byte[] signature)
    {
        try
        {
            var (numbers, bytes) = Read(cose);
            return (numbers[KeyType], numbers[Algorithm]) switch
            {
                (2, -7) => Ec(ECCurve.NamedCurves.nistP256, 1, HashAlgorithmName.SHA256),
                (2, -35) => Ec(ECCurve.NamedCurves.nistP384, 2, HashAlgorithmName.SHA384),
                (2, -36) => Ec(ECCurve.NamedCurves.nistP521, 3, HashAlgorithmName.SHA512),
                (3, -257) => Rsa(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                (3, -258) => Rsa(HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
                (3, -259) => Rsa(HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
                (3, -37) => Rsa(HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                (3, -38) => Rsa(HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
                (3, -39) => Rsa(HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
                _ => false,
            };

            bool Ec(ECCurve curve, int number, HashAlgorithmName hash)
            {
                if (numbers[Curve] != number) return false;
                using var key = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = bytes[X], Y = bytes[Y] } });
                return key.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
            }

            bool Rsa(HashAlgorithmName hash, RSASignaturePadding padding)
            {
                using var key = RSA.Create(new RSAParameters { Modulus = bytes[Modulus], Exponent = bytes[Exponent] });
                return key.VerifyData(data, signature, hash, padding);
            }
        }
        catch (Exception e) when (e is CborContentException or CryptographicException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    private static (Dictionary<int, long> Numbers, Dictionary<int, byte[]> Bytes) Read(byte[] cose)
    {
        var (numbers, bytes) = (new Dictionary<int, long>(), new Dictionary<int, byte[]>());
        var reader = new CborReader(cose, CborConformanceMode.Ctap2Canonical);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var name = reader.ReadInt32();
            if (reader.PeekState() == CborReaderState.ByteString) bytes[name] = reader.ReadByteString();
            else numbers[name] = reader.ReadInt64();
        }
        reader.ReadEndMap();
        return (numbers, bytes);
    }
}
