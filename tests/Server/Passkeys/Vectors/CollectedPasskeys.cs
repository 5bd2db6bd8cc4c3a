using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Passkeys;

namespace Holdfast.Server.Tests.Passkeys.Vectors;

/// <summary>
/// What real authenticators gave, as a library in wide use collected it. Holdfast asks that a person is verified, and for no attestation:
/// what differs from that is refused for it and for nothing else.
/// </summary>
public sealed class CollectedPasskeys
{
    [Theory]
    [InlineData("attestationOptionsPacked", "attestationResultsPacked")]
    [InlineData("attestationOptionsATKey", "attestationResultsATKey")]
    [InlineData("attestationOptionsTrustKeyT110", "attestationResultTrustKeyT110")]
    public void Are_taken_where_a_person_was_verified_whatever_attests_them(string asked, string came)
    {
        var collected = Collected.Read(asked, came);
        Assert.True(collected.IsVerified);
        Assert.Equal((string)collected.Response["id"]!, collected.Register()?.Credential);
        Assert.Null(collected.Register(challenge: "AAAAAAAAAAAAAAAAAAAAAA"));
    }

    [Theory]
    [InlineData("attestationNoneOptions", "attestationNoneResponse")]
    [InlineData("attestationOptionsNone", "attestationResultsNone")]
    [InlineData("attestationOptionsPacked512", "attestationResultsPacked512")]
    [InlineData("attestationOptionsU2F", "attestationResultsU2F")]
    [InlineData("attestationTPMSHA256Options", "attestationTPMSHA256Response")]
    [InlineData("attestationAndroidKeyOptions", "attestationAndroidKeyResponse")]
    [InlineData("options1", "json1")]
    public void Are_refused_where_nobody_was_verified_and_for_nothing_else(string asked, string came)
    {
        var collected = Collected.Read(asked, came);
        Assert.False(collected.IsVerified);
        Assert.Null(collected.Register());
        collected.Verify();
        Assert.NotNull(collected.Register());
    }

    [Fact]
    public void A_key_for_SHA_1_is_refused_verified_or_not()
    {
        var collected = Collected.Read("attestationTPMSHA1Options", "attestationTPMSHA1Response");
        Assert.Null(collected.Register());
        collected.Verify();
        Assert.Null(collected.Register());
    }

    /// <summary>The browser's id has 32 bytes, and the authenticator's 20.</summary>
    [Fact]
    public void One_that_is_named_other_than_it_was_attested_is_refused()
    {
        var collected = Collected.Read("attestationAppleOptions", "attestationAppleResponse");
        Assert.True(collected.IsVerified);
        Assert.Null(collected.Register());
        collected.NameAsAttested();
        Assert.NotNull(collected.Register());
    }

    /// <summary>An answer without a type, from another domain than the one that asked, to another challenge, by a key that verified nobody.</summary>
    [Fact]
    public void One_with_four_faults_is_taken_only_once_all_are_mended()
    {
        var collected = Collected.Read("options2", "json2");
        var challenge = (string)collected.ClientData["challenge"]!;
        Assert.Null(At("webauthn.org", collected).Register(challenge));
        collected.Response["type"] = "public-key";
        Assert.Null(At("webauthn.org", collected).Register(challenge));
        collected.Verify();
        Assert.Null(collected.Register());
        Assert.Null(collected.Register(challenge));
        Assert.NotNull(At("webauthn.org", collected).Register(challenge));
    }

    /// <summary>Its signature is written in hex and holds; who it was, its key had not seen.</summary>
    [Fact]
    public void An_assertion_that_verified_nobody_is_refused_though_its_signature_holds()
    {
        var registration = Collected.Read("attestationNoneOptions", "attestationNoneResponse");
        registration.Verify();
        var passkey = registration.Register()!;
        var assertion = Collected.Read("assertionNoneOptions", "assertionNoneResponse").Response;
        var (data, client, signature) = (Bytes(assertion, "authenticatorData"), Bytes(assertion, "clientDataJSON"), Convert.FromHexString((string)assertion["response"]!["signature"]!));
        Assert.True(CoseKey.Verifies(Base64Url.DecodeFromChars(passkey.PublicKey), [.. data, .. SHA256.HashData(client)], signature));
        var challenge = Base64Url.DecodeFromChars((string)JsonNode.Parse(client)!["challenge"]!);
        assertion["response"]!["signature"] = Base64Url.EncodeToString(signature);
        var response = Responses.Read(assertion, PasskeyResponse.OfAssertion)!;
        var owner = new PasskeyOwner("handle", [new Factor { Id = "ring", Kind = FactorKind.Passkey, Label = "ring", Since = 0, Passkey = passkey }]);
        Assert.Null(new RelyingParty("localhost", new HashSet<string>(StringComparer.Ordinal) { "https://localhost:44329" }).Asserted(owner, challenge, response));
        Assert.Equal("nobody was there, or it was not seen who", ProofCheck.Fault(
            passkey, Convert.ToHexStringLower(challenge), new PasskeyProof(response.Credential, response.AuthenticatorData, response.ClientData, response.Signature)));
    }

    private static Collected At(string domain, Collected of) => new(new JsonObject { ["rp"] = new JsonObject { ["id"] = domain } }, of.Response);

    private static byte[] Bytes(JsonObject credential, string member) => Base64Url.DecodeFromChars((string)credential["response"]![member]!);
}
