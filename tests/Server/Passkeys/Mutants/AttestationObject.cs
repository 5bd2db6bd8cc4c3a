using System.Formats.Cbor;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>Source: Web Authentication Level 3, section 6.5.4. What the statement says is not asked for, so it may say anything.</summary>
internal static class AttestationObject
{
    /// <summary>The authenticator data in it; null where it is no such object, or something stands behind it.</summary>
    public static byte[]? Data(byte[] attestation)
    {
        try
        {
            var cbor = new CborReader(attestation, CborConformanceMode.Lax);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            byte[]? data = null;
            cbor.ReadStartMap();
            while (cbor.PeekState() != CborReaderState.EndMap)
            {
                var name = cbor.ReadTextString();
                if (!seen.Add(name)) return null;
                switch (name)
                {
                    case "fmt":
                        cbor.ReadTextString();
                        break;
                    case "attStmt" when cbor.PeekState() == CborReaderState.StartMap:
                        cbor.SkipValue();
                        break;
                    case "authData":
                        data = cbor.ReadByteString();
                        break;
                    default:
                        return null;
                }
            }
            cbor.ReadEndMap();
            return seen.Count == 3 && cbor.BytesRemaining == 0 ? data : null;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            return null;
        }
    }
}
