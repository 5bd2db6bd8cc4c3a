using System.Buffers.Text;
using System.Text.Json.Nodes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Passkeys;

/// <summary>
/// What a browser gives back of a passkey: its `toJSON()`, read strictly and written anew. Source: Web Authentication Level 3, section 5.1
/// (`RegistrationResponseJSON`, `AuthenticationResponseJSON`).
/// </summary>
internal sealed class PasskeyResponse
{
    private const int MostText = 16_384;

    private readonly JsonObject response = [];

    private PasskeyResponse(string credential) => Credential = credential;

    /// <summary>The credential's id, base64url.</summary>
    public string Credential { get; }

    /// <summary>The same for the verifier, with no member that was not read.</summary>
    public string Json => new JsonObject
    {
        ["id"] = Credential,
        ["rawId"] = Credential,
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response.DeepClone(),
    }.ToJsonString();

    /// <summary>Whether it can be read in one way alone: what the framework's verifier is lax about is looked at here.</summary>
    public bool IsClear => Passkeys.ClientData.IsClear(Base64Url.DecodeFromChars(ClientData)) && Data is { } data && Passkeys.AuthenticatorData.IsWhole(data);

    private byte[]? Data => response.ContainsKey("attestationObject")
        ? AttestationObject.Data(Base64Url.DecodeFromChars(this["attestationObject"]))
        : Base64Url.DecodeFromChars(AuthenticatorData);

    public string ClientData => this["clientDataJSON"];

    public string AuthenticatorData => this["authenticatorData"];

    public string Signature => this["signature"];

    /// <summary>What is kept of an assertion.</summary>
    public PasskeyProof Proof => new(Credential, AuthenticatorData, ClientData, Signature);

    private string this[string member] => (string)response[member]!;

    public static PasskeyResponse? OfRegistration(Node n) => Read(n, ["clientDataJSON", "attestationObject"], ["authenticatorData", "publicKey"]);

    public static PasskeyResponse? OfAssertion(Node n) => Read(n, ["clientDataJSON", "authenticatorData", "signature"], ["userHandle"]);

    private static PasskeyResponse? Read(Node n, string[] musts, string[] mays)
    {
        var (id, raw) = (Bytes(n, "id"), Bytes(n, "rawId"));
        if (id.Length > 0 && raw.Length > 0 && id != raw) n.Meaning("passkeyMalformed", "/rawId", "`id` and `rawId` are the same");
        if (n.Text("type", 32) is not (null or "public-key")) n.Meaning("passkeyMalformed", "/type", "the type is `public-key`");
        // what browsers say beside, which decides nothing
        n.Text("authenticatorAttachment", 32, optional: true, nullable: true);
        n.Object("clientExtensionResults", optional: true);
        var read = new PasskeyResponse(id);
        if (n.Object("response") is not { } inner) return null;
        foreach (var name in musts) read.response[name] = Bytes(inner, name);
        foreach (var name in mays)
            if (Bytes(inner, name, optional: true, nullable: name == "userHandle") is { Length: > 0 } bytes) read.response[name] = bytes;
        if (musts.Contains("attestationObject"))
        {
            if (inner.Has("transports")) inner.Texts("transports", 16);
            inner.Get("publicKeyAlgorithm", optional: true);
        }
        inner.Done();
        n.Done();
        return read;
    }

    private static string Bytes(Node n, string name, bool optional = false, bool nullable = false)
    {
        var text = n.Text(name, MostText, optional, nullable) ?? "";
        if (!IsPlain(text)) n.Meaning("passkeyMalformed", "/" + name, "bytes are base64url without padding");
        return text;
    }

    /// <summary>Base64url has one spelling of each run of bytes: without padding, spaces, or bits behind the last byte.</summary>
    public static bool IsPlain(string text) =>
        Base64Url.IsValid(text) && string.Equals(Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)), text, StringComparison.Ordinal);
}
