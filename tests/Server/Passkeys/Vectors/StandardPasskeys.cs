using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Tests.Channels.Webhooks;

namespace Holdfast.Server.Tests.Passkeys.Vectors;

/// <summary>The registrations and assertions that the standard prints. Ours needs to see who is there, and that no other site asks.</summary>
public sealed class StandardPasskeys
{
    private const byte Verified = 4;

    private static readonly RelyingParty Party = new("example.org", new HashSet<string>(StringComparer.Ordinal) { "https://example.org" });

    [Fact]
    public void Are_taken_where_a_person_was_verified_and_no_other_site_asked()
    {
        var (taken, refused) = (0, 0);
        foreach (var (title, registration, assertion) in Vectors())
        {
            var attestation = Bytes(registration, "attestationObject");
            var isGood = IsVerified(attestation) && !IsCrossOrigin(registration) && !title.Contains("Ed25519", StringComparison.Ordinal);
            var passkey = Register(registration);
            Assert.True(isGood == passkey is not null, title);
            if (passkey is null)
            {
                refused++;
                continue;
            }
            taken++;
            var (response, challenge) = (Assertion(registration, assertion), Bytes(assertion, "challenge"));
            var owner = new PasskeyOwner("handle", [new Factor { Id = "ring", Kind = FactorKind.Passkey, Label = "ring", Since = 0, Passkey = passkey }]);
            var wasVerified = (Bytes(assertion, "authenticatorData")[32] & Verified) != 0;
            Assert.True(wasVerified == Party.Asserted(owner, challenge, response) is not null, title);
            var proof = new PasskeyProof(response.Credential, response.AuthenticatorData, response.ClientData, response.Signature);
            Assert.Equal(wasVerified ? null : "nobody was there, or it was not seen who", ProofCheck.Fault(passkey, Convert.ToHexStringLower(challenge), proof));
        }
        Assert.True(taken >= 3 && refused >= 3, $"{taken} taken, {refused} refused");
    }

    private static Passkey? Register(JsonElement registration)
    {
        var owner = new PasskeyOwner("handle", []);
        var state = JsonNode.Parse(Party.Ask(owner, "alice").State)!;
        state["challenge"] = Convert.ToBase64String(Bytes(registration, "challenge"));
        return Party.Attested(owner, state.ToJsonString(), Response(registration, registration, "attestationObject", PasskeyResponse.OfRegistration));
    }

    private static PasskeyResponse Assertion(JsonElement registration, JsonElement assertion) =>
        Response(registration, assertion, "authenticatorData", PasskeyResponse.OfAssertion, "signature");

    private static PasskeyResponse Response(
        JsonElement registration, JsonElement of, string member, Func<Reading.Node, PasskeyResponse?> read, string? more = null)
    {
        var id = Text(registration, "credential_id");
        var response = new JsonObject { ["clientDataJSON"] = Text(of, "clientDataJSON"), [member] = Text(of, member) };
        if (more is not null) response[more] = Text(of, more);
        return Responses.Read(new JsonObject { ["id"] = id, ["rawId"] = id, ["type"] = "public-key", ["response"] = response }, read)!;
    }

    private static bool IsVerified(byte[] attestation)
    {
        // the flags stand behind the hash of the domain
        var hash = SHA256.HashData("example.org"u8);
        return (attestation[attestation.AsSpan().IndexOf(hash) + hash.Length] & Verified) != 0;
    }

    private static bool IsCrossOrigin(JsonElement registration) =>
        System.Text.Encoding.UTF8.GetString(Bytes(registration, "clientDataJSON")).Contains("\"crossOrigin\":true", StringComparison.Ordinal);

    private static IEnumerable<(string Title, JsonElement Registration, JsonElement Assertion)> Vectors()
    {
        foreach (var vector in PublishedVectors.Read("webauthn-l3-vectors", "vectors.json").EnumerateArray())
            if (vector.GetProperty("blocks") is var blocks && blocks.GetArrayLength() == 2)
                yield return (vector.GetProperty("title").GetString()!, blocks[0], blocks[1]);
    }

    private static byte[] Bytes(JsonElement block, string member) => Convert.FromHexString(block.GetProperty(member).GetString()!);

    private static string Text(JsonElement block, string member) => Base64Url.EncodeToString(Bytes(block, member));
}
