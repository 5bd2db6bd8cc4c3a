using System.Text;
using System.Text.Json;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Schemes;
using Holdfast.Signing.Schemes.HttpMessageSignatures;

namespace Holdfast.Signing.Tests.Vectors;

/// <summary>What RFC 9421, Binance and Kraken print.</summary>
public sealed class PrintedVectors
{
    /// <summary>Appendix B.2 and B.3, those with the algorithms that are known here and about requests.</summary>
    [Theory]
    [InlineData("B.2.5")]
    [InlineData("B.2.6")]
    [InlineData("B.3 (TTRP)")]
    public void Signature_bases_are_those_of_rfc_9421(string name)
    {
        var vector = Rfc9421().GetProperty("vectors").EnumerateArray().Single(v => v.Text("case") == name);
        var request = Parsed(vector.Text("message")).ToBuffer().Request;
        request.Headers.Find("signature-input"u8, out var header);
        Assert.Equal(Refusal.None, SignatureInput.Read(header, out var input));
        var reading = new RequestReading(request, new byte[request.ScratchBytes]);
        var message = SignatureBase.Write(ref reading, input, out _);
        Assert.Equal(Refusal.None, reading.End());
        Assert.Equal(vector.Text("signature_base"), Encoding.ASCII.GetString(message));
        request.Headers.Find("signature"u8, out var signature);
        var text = Encoding.ASCII.GetString(signature);
        using var credential = KeyOf(vector.Text("key"));
        Assert.True(credential.Verify(Algorithm.OfKey, message, Convert.FromBase64String(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..^1])));
    }

    /// <summary>They cover too little, or with algorithms that are not known here.</summary>
    [Fact]
    public void No_signature_of_rfc_9421_covers_enough_for_a_gate()
    {
        foreach (var vector in Rfc9421().GetProperty("vectors").EnumerateArray().Where(v => !v.Text("message").StartsWith("HTTP/", StringComparison.Ordinal)))
        {
            var request = Parsed(vector.Text("message")).ToBuffer().Request;
            var refusal = Catalog.Named("httpMessageSignatures")!.Read(request, new byte[request.ScratchBytes], out _);
            Assert.True(refusal is Refusal.UnsignedParameter or Refusal.ComponentUnknown or Refusal.SignatureTooLong, $"{vector.Text("case")}: {refusal}");
        }
    }

    [Fact]
    public void Requests_of_binance_are_verified()
    {
        foreach (var vector in PublishedVectors.Read("binance-signatures", "vectors.json").EnumerateArray().Where(v => v.Text("alg") == "HMAC-SHA256"))
        {
            var (payload, signature) = (vector.Text("payload"), vector.Text("signature"));
            var request = Draft.Of("POST", "/api/v3/order", $"{payload}&signature={signature}", ("X-MBX-APIKEY", "k")).ToBuffer().Request;
            Assert.Equal(Refusal.None, Catalog.Named("binance")!.Read(request, new byte[request.ScratchBytes], out var claim));
            using var secret = new SharedSecret(Encoding.ASCII.GetBytes(vector.Text("secret")));
            Assert.True(claim.IsSignedBy(secret));
        }
    }

    [Fact]
    public void A_logon_of_binance_is_signed_with_ed25519()
    {
        var vector = PublishedVectors.Read("binance-signatures", "vectors.json").EnumerateArray().Single(v => v.Text("alg") == "Ed25519");
        using var key = SigningKey.OfEd25519(Pem.Seed(vector.Text("private_key_pem")));
        Assert.Equal(vector.Text("signature"), Convert.ToBase64String(key.Sign(Encoding.ASCII.GetBytes(vector.Text("payload")), Algorithm.Ed25519)));
    }

    [Fact]
    public void The_request_of_kraken_is_verified_and_signed_the_same()
    {
        var vector = PublishedVectors.Read("kraken-signature", "vector.json");
        var secret = Convert.FromBase64String(vector.Text("secret_b64"));
        var buffer = Draft.Of("POST", vector.Text("path"), vector.Text("postdata")).ToBuffer();
        using var key = SigningKey.OfSecret(secret);
        Catalog.Named("kraken")!.Sign(buffer, "k", key, new Stamp(Rig.Now));
        Assert.Equal(vector.Text("API-Sign"), Draft.Of(buffer)["API-Sign"]);
        Assert.Equal(Refusal.None, Catalog.Named("kraken")!.Read(buffer.Request, new byte[8192], out var claim));
        Assert.Equal(1_616_492_376_594, claim.Time.SignedAt);
        using var credential = new SharedSecret(secret);
        Assert.True(claim.IsSignedBy(credential));
    }

    private static JsonElement Rfc9421() => PublishedVectors.Read("httpsig-rfc9421", "vectors.json");

    private static Credential KeyOf(string name)
    {
        var text = Rfc9421().GetProperty("keys").Text(name);
        return name switch
        {
            "test-shared-secret" => new SharedSecret(Convert.FromBase64String(text)),
            "ed25519PrvKey" => new Ed25519PublicKey(new Ed25519(Pem.Seed(text)).PublicKey),
            _ => new EcdsaPublicKey(text),
        };
    }

    private static Draft Parsed(string message)
    {
        var parts = message.Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        var first = lines[0].Split(' ');
        var headers = lines[1..].Select(l => l.Split(": ", 2)).Select(p => (p[0], p[1])).ToArray();
        var draft = Draft.Of(first[0], first[1], parts[1].TrimEnd('\n'), headers);
        return draft with { Host = draft["Host"]! };
    }
}
