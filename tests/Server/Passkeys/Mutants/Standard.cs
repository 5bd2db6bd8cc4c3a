using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>
/// The oracle: everything that is wrong with a response, read by the standard alone, with nothing of the product or of the framework's
/// verifier. What has no fault may be accepted: it is the same response in other words, or another that is as good.
/// </summary>
internal static class Standard
{
    private static readonly string[] Outer = ["id", "rawId", "type", "response", "authenticatorAttachment", "clientExtensionResults"];
    private static readonly string[] Created = ["clientDataJSON", "attestationObject", "transports", "authenticatorData", "publicKey", "publicKeyAlgorithm"];
    private static readonly string[] Got = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];

    public static Fault Of(Scene scene, string text)
    {
        if (Members.Read(Encoding.UTF8.GetBytes(text)) is not { } outer || outer.Object("response") is not { } inner) return Fault.Shape;
        var fault = outer.Knows(Outer) | inner.Knows(scene.IsRegistering ? Created : Got) | Header(scene, outer);
        var client = Bytes(inner, "clientDataJSON", ref fault);
        fault |= Client(scene, client);
        return fault | (scene.IsRegistering ? Registration(outer, inner) : Assertion(scene, inner, client));
    }

    private static Fault Header(Scene scene, Members outer)
    {
        var fault = Fault.None;
        var (id, raw) = (Bytes(outer, "id", ref fault), Bytes(outer, "rawId", ref fault));
        if (!id.AsSpan().SequenceEqual(raw) || outer.Text("type") != "public-key") fault |= Fault.Shape;
        if (!scene.IsRegistering && !id.AsSpan().SequenceEqual(scene.Ring.Id)) fault |= Fault.Credential;
        return fault;
    }

    private static Fault Client(Scene scene, byte[] bytes)
    {
        if (!Utf8.IsValid(bytes) || Members.Read(bytes) is not { } client) return Fault.ClientData;
        var fault = client.IsTwice || client.IsTwiceInAnyCase ? Fault.Twice : Fault.None;
        if (client.Text("type") != (scene.IsRegistering ? "webauthn.create" : "webauthn.get")) fault |= Fault.Type;
        if (client.Text("challenge") != Base64Url.EncodeToString(scene.Challenge)) fault |= Fault.Challenge;
        if (client.Text("origin") != Scene.Origin) fault |= Fault.Origin;
        if (client.Kind("crossOrigin") is not (JsonValueKind.Undefined or JsonValueKind.False or JsonValueKind.Null)
            || client.Kind("topOrigin") is not (JsonValueKind.Undefined or JsonValueKind.Null)) fault |= Fault.Framed;
        return fault;
    }

    private static Fault Assertion(Scene scene, Members inner, byte[] client)
    {
        var fault = Fault.None;
        var (data, signature) = (Bytes(inner, "authenticatorData", ref fault), Bytes(inner, "signature", ref fault));
        if (inner.Kind("userHandle") is not (JsonValueKind.Undefined or JsonValueKind.Null)
            && !Bytes(inner, "userHandle", ref fault).AsSpan().SequenceEqual(scene.Ring.UserHandle)) fault |= Fault.User;
        if (!DerSignature.Holds(scene.Ring, data, client, signature)) fault |= Fault.Signature;
        return fault | AuthenticatorData.Of(data, attested: false, out _) | (AuthenticatorData.Count(data) <= Scene.LastCount ? Fault.Count : Fault.None)
            | (AuthenticatorData.IsEligible(data) ? Fault.Backup : Fault.None);
    }

    private static Fault Registration(Members outer, Members inner)
    {
        var fault = Fault.None;
        if (AttestationObject.Data(Bytes(inner, "attestationObject", ref fault)) is not { } data) return fault | Fault.Attestation;
        fault |= AuthenticatorData.Of(data, attested: true, out var attested);
        if (attested is not var (id, key)) return fault;
        if (id.Length is 0 or > 1_023 || outer.Text("id") != Base64Url.EncodeToString(id)) fault |= Fault.Credential;
        return P256Key.IsOne(key) ? fault : fault | Fault.Key;
    }

    /// <summary>Read as loosely as can be, so that other faults show too.</summary>
    private static byte[] Bytes(Members of, string name, ref Fault fault)
    {
        if (of.Text(name) is not { } text)
        {
            fault |= Fault.Shape;
            return [];
        }
        var plain = text.Replace('+', '-').Replace('/', '_').TrimEnd('=');
        plain = string.Concat(plain.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        if (plain.Length % 4 == 1) plain = plain[..^1];
        // the bits behind the last byte say nothing
        var bytes = Convert.FromBase64String(plain.Replace('-', '+').Replace('_', '/').PadRight((plain.Length + 3) / 4 * 4, '='));
        if (bytes.Length == 0 || text.Length > 16_384) fault |= Fault.Shape;
        if (Base64Url.EncodeToString(bytes) != text) fault |= Fault.Spelling;
        return bytes;
    }
}
