using System.Buffers.Text;
using System.Formats.Cbor;
using System.Text.Json.Nodes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Tests.Channels.Webhooks;

namespace Holdfast.Server.Tests.Passkeys.Vectors;

/// <summary>One registration of the collection: what was asked for, what came back, and the page that it came from.</summary>
/// <param name="response">It may be mended, to see that what was mended was all that was wrong.</param>
internal sealed class Collected(JsonNode options, JsonObject response)
{
    private const int FlagsAt = 32, IdLengthAt = 53, IdAt = 55;

    private const byte UserVerified = 4;

    public static Collected Read(string asked, string came) => new(Node(asked), Node(came).AsObject());

    public JsonObject Response => response;

    public JsonNode ClientData => JsonNode.Parse(Base64Url.DecodeFromChars((string)response["response"]!["clientDataJSON"]!))!;

    public bool IsVerified => (Attestation[DataAt() + FlagsAt] & UserVerified) != 0;

    /// <summary>Judged as if the domain and the origin were ours, with the challenge that was asked for.</summary>
    public Passkey? Register(string? challenge = null)
    {
        var party = new RelyingParty((string)options["rp"]!["id"]!, new HashSet<string>(StringComparer.Ordinal) { (string)ClientData["origin"]! });
        var owner = new PasskeyOwner("handle", []);
        var state = JsonNode.Parse(party.Ask(owner, "alice").State)!;
        state["challenge"] = Convert.ToBase64String(Base64Url.DecodeFromChars(challenge ?? (string)options["challenge"]!));
        return Responses.Read(response, PasskeyResponse.OfRegistration) is { } read ? party.Attested(owner, state.ToJsonString(), read) : null;
    }

    /// <summary>As if the authenticator had seen who it was. No statement of attestation is looked at, so nothing else breaks by it.</summary>
    public void Verify()
    {
        var attestation = Attestation;
        attestation[DataAt() + FlagsAt] |= UserVerified;
        response["response"]!["attestationObject"] = Base64Url.EncodeToString(attestation);
    }

    /// <summary>As if the browser had named the passkey as its authenticator does.</summary>
    public void NameAsAttested()
    {
        var (attestation, at) = (Attestation, DataAt());
        var length = (attestation[at + IdLengthAt] << 8) | attestation[at + IdLengthAt + 1];
        foreach (var member in (string[])["id", "rawId"]) response[member] = Base64Url.EncodeToString(attestation.AsSpan(at + IdAt, length));
    }

    private byte[] Attestation => Base64Url.DecodeFromChars((string)response["response"]!["attestationObject"]!);

    /// <summary>Where the authenticator data begin within the attestation.</summary>
    private int DataAt()
    {
        var attestation = Attestation;
        var cbor = new CborReader(attestation, CborConformanceMode.Lax);
        cbor.ReadStartMap();
        while (cbor.ReadTextString() != "authData") cbor.SkipValue();
        return attestation.AsSpan().IndexOf(cbor.ReadByteString());
    }

    private static JsonNode Node(string name) =>
        JsonNode.Parse(PublishedVectors.Read("fido2-net-lib", "TestFiles", name + ".json").GetRawText())!;
}
