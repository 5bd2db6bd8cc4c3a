using Holdfast.Signing.Claims;
using Holdfast.Signing.Schemes;
using Holdfast.Signing.Schemes.HttpMessageSignatures;

namespace Holdfast.Signing.Tests.Schemes;

/// <summary>What a signature of RFC 9421 must cover here, and in which form it says so.</summary>
public sealed class CoveringARequest
{
    private const string All = "(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\")";
    private const string Rest = ";created=1790000000;keyid=\"key-0001\";alg=\"hmac-sha256\"";

    [Theory]
    [InlineData(All)]
    [InlineData("(\"@method\" \"@target-uri\" \"content-digest\")")]
    [InlineData("(\"@request-target\" \"@authority\" \"@method\" \"content-digest\" \"x-mark\")")]
    public void Is_enough(string components) => Assert.Equal(Refusal.None, Read(components + Rest));

    [Theory]
    [InlineData("()")]
    [InlineData("(\"@authority\" \"@path\" \"@query\" \"content-digest\")")]
    [InlineData("(\"@method\" \"@path\" \"@query\" \"content-digest\")")]
    [InlineData("(\"@method\" \"@authority\" \"@query\" \"content-digest\")")]
    [InlineData("(\"@method\" \"@authority\" \"@path\" \"content-digest\")")]
    [InlineData("(\"@method\" \"@authority\" \"@path\" \"@query\")")]
    public void Is_too_little(string components) => Assert.Equal(Refusal.UnsignedParameter, Read(components + Rest));

    [Theory]
    [InlineData(All + ";created=1790000000", Refusal.KeyMissing)]
    [InlineData(All + ";keyid=\"k\"", Refusal.TimeMissing)]
    [InlineData(All + Rest + ";keyid=\"k\"", Refusal.DuplicateParameter)]
    [InlineData(All + Rest + ";expires=1790000000", Refusal.MalformedTime)]
    [InlineData(All + Rest + ";expires=\"1790000001\"", Refusal.MalformedSignatureInput)]
    [InlineData(All + Rest + ";unknown=1", Refusal.ComponentUnknown)]
    [InlineData(All + Rest + "; nonce=\"n\"", Refusal.ComponentUnknown)]
    [InlineData(All + Rest + ";nonce=\"a\\\"b\"", Refusal.MalformedSignatureInput)]
    [InlineData(All + Rest + ", other=()", Refusal.SchemeAmbiguous)]
    [InlineData(All + ";created=1790000000;keyid=\"k\";alg=\"rsa-pss-sha512\"", Refusal.AlgorithmUnknown)]
    [InlineData(All + ";created=1790000000;keyid=\"k\";alg=\"none\"", Refusal.AlgorithmUnknown)]
    [InlineData("(\"@method\" \"@method\")" + Rest, Refusal.DuplicateParameter)]
    [InlineData("(\"@method\"  \"@path\")" + Rest, Refusal.MalformedSignatureInput)]
    [InlineData("(\"@method\" )" + Rest, Refusal.MalformedSignatureInput)]
    [InlineData("(\"@method\";req)" + Rest, Refusal.MalformedSignatureInput)]
    [InlineData("(\"@status\")" + Rest, Refusal.ComponentUnknown)]
    [InlineData("(\"@query-param\")" + Rest, Refusal.ComponentUnknown)]
    [InlineData("(\"X-Mark\")" + Rest, Refusal.ComponentUnknown)]
    [InlineData("(\"x-absent\")" + Rest, Refusal.ComponentUnknown)]
    [InlineData("(\"x-twice\")" + Rest, Refusal.DuplicateHeader)]
    [InlineData("(", Refusal.MalformedSignatureInput)]
    [InlineData("", Refusal.MalformedSignatureInput)]
    public void Is_refused(string input, Refusal expected) => Assert.Equal(expected, Read(input));

    [Fact]
    public void Is_checked_against_the_body()
    {
        Assert.Equal(Refusal.DigestMismatch, Read(All + Rest, ContentDigest.Of("{}"u8)));
        Assert.Equal(Refusal.DigestMismatch, Read(All + Rest, ContentDigest.Of("{}"u8) + ", " + ContentDigest.Of("{}"u8)));
        Assert.Equal(Refusal.DigestMismatch, Read(All + Rest, "md5=:AAAA:"));
        Assert.Equal(Refusal.DigestMismatch, Read(All + Rest, "sha-256=:"));
    }

    private static Refusal Read(string input, string? digest = null)
    {
        var draft = Draft.Of("POST", "/a/b?q=1", "{\"a\":1}", ("x-mark", " a "), ("x-twice", "1"), ("X-Twice", "2"))
            .Adding("Signature", $"sig=:{Convert.ToBase64String(new byte[32])}:")
            .Adding("Signature-Input", "sig=" + input)
            .Adding("Content-Digest", digest ?? ContentDigest.Of("{\"a\":1}"u8));
        var request = draft.ToBuffer().Request;
        return Catalog.Named("httpMessageSignatures")!.Read(request, new byte[request.ScratchBytes], out _);
    }
}
