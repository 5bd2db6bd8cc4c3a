using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Server.Permits;

/// <summary>A public P-256 key in the form of RFC 7517, named by its thumbprint (RFC 7638).</summary>
internal static class Jwk
{
    public static void Write(Utf8JsonWriter json, ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        json.WriteStartObject();
        json.WriteString("kty", "EC");
        json.WriteString("crv", "P-256");
        json.WriteString("use", "sig");
        json.WriteString("alg", "ES256");
        json.WriteString("kid", KeyId(key));
        json.WriteString("x", Base64Url.EncodeToString(point.X));
        json.WriteString("y", Base64Url.EncodeToString(point.Y));
        json.WriteEndObject();
    }

    public static string KeyId(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        var text = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }
}
