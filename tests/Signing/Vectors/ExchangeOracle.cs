using System.Text;
using System.Text.Json;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Tests.Vectors;

/// <summary>Requests that a client of many exchanges signed.</summary>
public sealed class ExchangeOracle
{
    private const long Clock = 1_760_000_000_000;

    [Fact]
    public void Each_request_is_verified_by_its_scheme()
    {
        foreach (var vector in Read())
        {
            var (scheme, draft) = (SchemeOf(vector), Signed(vector));
            var request = draft.ToBuffer().Request;
            Assert.Equal(Refusal.None, Catalog.Find(request, out var found));
            Assert.Same(scheme, found);
            var refusal = found!.Read(request, new byte[request.ScratchBytes], out var claim);
            Assert.True(refusal == Refusal.None, $"{Name(vector)}: {refusal}");
            Assert.Equal("test-api-key-0001", Encoding.ASCII.GetString(claim.KeyId));
            using var credential = Public(vector, scheme);
            Assert.True(claim.IsSignedBy(credential), Name(vector));
            var expected = scheme.IsTimeOptional ? Refusal.TimeMissing : Refusal.None;
            Assert.Equal(expected, Freshness.Default.Judge(claim.Time, Clock + 500));
        }
    }

    [Fact]
    public void Each_request_is_signed_the_same()
    {
        foreach (var vector in Read())
        {
            var (scheme, draft) = (SchemeOf(vector), Signed(vector));
            var buffer = Unsigned(draft).ToBuffer();
            using var key = Private(vector, scheme);
            var window = draft["X-BAPI-RECV-WINDOW"] ?? draft["BITVAVO-ACCESS-WINDOW"] ?? "0";
            var at = scheme.IsTimeOptional ? 0 : Clock;
            scheme.Sign(buffer, "test-api-key-0001", key, new Stamp(at, long.Parse(window), draft["X-Auth-Nonce"] ?? ""));
            var signed = Draft.Of(buffer);
            Assert.Equal(draft.Target, signed.Target);
            Assert.Equal(draft.Body, signed.Body);
            Assert.All(draft.Headers, h => Assert.Equal(h.Value, signed[h.Name]));
        }
    }

    private static JsonElement[] Read()
    {
        var vectors = PublishedVectors.Read("exchange-signing-oracle", "shared.json").EnumerateArray().ToArray();
        Assert.Equal(34, vectors.Length);
        return vectors;
    }

    private static string Name(JsonElement vector) => $"{vector.Text("exchange")} {vector.Text("method")} {vector.Text("path")}";

    private static Scheme SchemeOf(JsonElement vector) =>
        Catalog.All.Single(s => string.Equals(s.Name, vector.Text("exchange"), StringComparison.OrdinalIgnoreCase));

    private static Draft Signed(JsonElement vector)
    {
        var signed = vector.GetProperty("signed");
        var url = signed.Text("url")["https://".Length..];
        var slash = url.IndexOf('/', StringComparison.Ordinal);
        var headers = signed.GetProperty("headers").EnumerateObject().Select(h => (h.Name, h.Value.GetString()!)).ToArray();
        return Draft.Of(signed.Text("method"), url[slash..], signed.GetProperty("body").GetString() ?? "", headers) with { Host = url[..slash] };
    }

    /// <summary>Without what signing adds.</summary>
    private static Draft Unsigned(Draft draft)
    {
        string[] own = ["content-type", "accept", "referer"];
        return draft with
        {
            Headers = [.. draft.Headers.Where(h => own.Contains(h.Name, StringComparer.OrdinalIgnoreCase))],
            Target = Cut(draft.Target),
            Body = Encoding.Latin1.GetBytes(Cut(Encoding.Latin1.GetString(draft.Body))),
        };
    }

    private static string Cut(string form) => form.Split("&signature=")[0];

    private static byte[] Secret(JsonElement vector, Scheme scheme)
    {
        var text = vector.GetProperty("credentials").Text("secret");
        return scheme.IsSecretBase64 ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
    }

    private static string? Passphrase(JsonElement vector) =>
        vector.GetProperty("credentials").TryGetProperty("password", out var password) ? password.GetString() : null;

    private static string Algorithm(JsonElement vector) => vector.TryGetProperty("alg", out var alg) ? alg.GetString()! : "HMAC";

    private static SigningKey Private(JsonElement vector, Scheme scheme)
    {
        var pem = Algorithm(vector) == "HMAC" ? "" : vector.GetProperty("credentials").Text("private_key_pem");
        return Algorithm(vector) switch
        {
            "HMAC" => SigningKey.OfSecret(Secret(vector, scheme), Passphrase(vector)),
            "Ed25519" => SigningKey.OfEd25519(Pem.Seed(pem)),
            _ => SigningKey.OfRsa(pem),
        };
    }

    private static Credential Public(JsonElement vector, Scheme scheme)
    {
        var pem = Algorithm(vector) == "HMAC" ? "" : vector.GetProperty("credentials").Text("private_key_pem");
        return Algorithm(vector) switch
        {
            "HMAC" => new SharedSecret(Secret(vector, scheme), Passphrase(vector)),
            "Ed25519" => new Ed25519PublicKey(new Ed25519(Pem.Seed(pem)).PublicKey),
            _ => new RsaPublicKey(Pem.PublicOfRsa(pem)),
        };
    }
}
