using System.Formats.Cbor;

namespace Holdfast.Server.Passkeys;

/// <summary>
/// What attests a new passkey: three members, each once and of its type, and nothing behind. The framework's verifier looks at none of
/// that, for it asks for no statement. Source: Web Authentication Level 3, section 6.5.4.
/// </summary>
internal static class AttestationObject
{
    /// <summary>The authenticator data within; null where it has another form.</summary>
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
                if (!seen.Add(name) || cbor.PeekState() != TypeOf(name)) return null;
                if (name == "authData") data = cbor.ReadByteString();
                else cbor.SkipValue();
            }
            cbor.ReadEndMap();
            return seen.Count == 3 && cbor.BytesRemaining == 0 ? data : null;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static CborReaderState? TypeOf(string name) => name switch
    {
        "fmt" => CborReaderState.TextString,
        "attStmt" => CborReaderState.StartMap,
        "authData" => CborReaderState.ByteString,
        _ => null,
    };
}
