using System.Buffers.Text;
using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Tests.Schemes;

public sealed class RefusingAToken
{
    private const string Head = """{"alg":"ES256","kid":"key-0001","nonce":"00ff","typ":"JWT"}""";
    private const string Claims = """{"sub":"key-0001","iss":"cdp","nbf":1790000000,"exp":1790000120,"uri":"GET api.example.com/a/b"}""";

    [Fact]
    public void Reads_one_that_is_right()
    {
        Assert.Equal(Refusal.None, Read(Head, Claims));
        Assert.Equal(Refusal.None, Read(Head.Replace("ES256", "EdDSA"), Claims));
        Assert.Equal(Refusal.None, Read("{\"typ\":\"JWT\", \"alg\" : \"ES256\",\n\"kid\":\"key-0001\"}", Claims.Replace("\"iss\"", "\"aud\":[\"x\",{\"y\":1}],\"iat\":1,\"iss\"")));
        Assert.Equal(Refusal.None, Read(Head, Claims.Replace("com/a/b", "com\\/a\\/b")));
        Assert.Equal(Refusal.None, Read(Head, Claims.Replace("com/a/b", "com\\u002fa/b")));
    }

    [Theory]
    [InlineData("ES256", "none", Refusal.AlgorithmUnknown)]
    [InlineData("ES256", "None", Refusal.AlgorithmUnknown)]
    [InlineData("ES256", "HS256", Refusal.AlgorithmUnknown)]
    [InlineData("ES256", "HS512", Refusal.AlgorithmUnknown)]
    [InlineData("ES256", "RS256", Refusal.AlgorithmUnknown)]
    [InlineData("ES256", "es256", Refusal.AlgorithmUnknown)]
    [InlineData("ES256", "ES384", Refusal.AlgorithmUnknown)]
    [InlineData("\"alg\":\"ES256\",", "", Refusal.AlgorithmUnknown)]
    [InlineData("\"typ\":\"JWT\"", "\"typ\":\"JWS\"", Refusal.MalformedToken)]
    [InlineData("\"typ\":\"JWT\"", "\"crit\":[\"exp\"]", Refusal.ExtensionUnknown)]
    [InlineData("\"typ\":\"JWT\"", "\"jwk\":{}", Refusal.ExtensionUnknown)]
    [InlineData("\"typ\":\"JWT\"", "\"b64\":false", Refusal.ExtensionUnknown)]
    [InlineData("\"typ\":\"JWT\"", "\"alg\":\"none\"", Refusal.DuplicateMember)]
    [InlineData("\"typ\":\"JWT\"", "\"\\u0061lg\":\"none\"", Refusal.MalformedToken)]
    [InlineData("\"kid\":\"key-0001\"", "\"kid\":7", Refusal.MalformedToken)]
    [InlineData("\"kid\":\"key-0001\",", "", Refusal.KeyMissing)]
    [InlineData("key-0001", "key-0002", Refusal.MalformedKey)]
    [InlineData("}", "},{}", Refusal.MalformedToken)]
    public void Refuses_a_header(string what, string by, Refusal expected) => Assert.Equal(expected, Read(Head.Replace(what, by), Claims));

    [Theory]
    [InlineData("GET api", "POST api", Refusal.UriMismatch)]
    [InlineData("GET api", "get api", Refusal.UriMismatch)]
    [InlineData("example.com", "example.org", Refusal.UriMismatch)]
    [InlineData("/a/b", "/a", Refusal.UriMismatch)]
    [InlineData("/a/b", "/a/b/", Refusal.UriMismatch)]
    [InlineData("/a/b", "/a/b?x=1", Refusal.UriMismatch)]
    [InlineData(",\"uri\":\"GET api.example.com/a/b\"", "", Refusal.UriMismatch)]
    [InlineData("\"iss\":\"cdp\"", "\"iss\":\"evil\"", Refusal.MalformedToken)]
    [InlineData("\"iss\":\"cdp\"", "\"iss\":\"cdp\",\"uri\":\"x\"", Refusal.DuplicateMember)]
    [InlineData("\"nbf\":1790000000,", "", Refusal.TimeMissing)]
    [InlineData("1790000120", "1790000000", Refusal.MalformedTime)]
    [InlineData("1790000120", "\"1790000120\"", Refusal.MalformedTime)]
    [InlineData("1790000120", "1790000120.5", Refusal.MalformedTime)]
    [InlineData("1790000120", "17900001200000000000", Refusal.MalformedTime)]
    [InlineData("1790000120", "-1", Refusal.MalformedTime)]
    [InlineData("}", "", Refusal.MalformedToken)]
    [InlineData("}", ",}", Refusal.MalformedToken)]
    [InlineData("key-0001", "key-0002", Refusal.MalformedKey)]
    public void Refuses_claims(string what, string by, Refusal expected) => Assert.Equal(expected, Read(Head, Claims.Replace(what, by)));

    [Fact]
    public void Bounds_the_life_of_one()
    {
        Assert.Equal(Refusal.None, Read(Head, Claims.Replace("1790000120", "1790000121"), out var stated));
        Assert.Equal(Refusal.WindowTooLong, Freshness.Default.Judge(stated, Rig.Now));
        Assert.Equal(Refusal.None, Read(Head, Claims, out stated));
        Assert.Equal(Refusal.None, Freshness.Default.Judge(stated, Rig.Now + 119_999));
        Assert.Equal(Refusal.TimeStale, Freshness.Default.Judge(stated, Rig.Now + 120_000));
    }

    private static Refusal Read(string head, string claims) => Read(head, claims, out _);

    private static Refusal Read(string head, string claims, out StatedTime stated)
    {
        var token = $"{Part(head)}.{Part(claims)}.{Base64Url.EncodeToString(new byte[64])}";
        var request = Draft.Of("GET", "/a/b?q=1", "", ("Authorization", "Bearer " + token)).ToBuffer().Request;
        var refusal = Catalog.Named("coinbaseAdvanced")!.Read(request, new byte[request.ScratchBytes], out var claim);
        stated = claim.Time;
        return refusal;
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
