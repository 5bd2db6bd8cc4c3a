using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Reading;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>Whether a response is accepted.</summary>
internal delegate bool Verifier(Scene scene, string response);

/// <summary>The product's, from the body of a request on; and some that leave something out.</summary>
internal static class Verifiers
{
    public static bool Product(Scene scene, string response) => Accepts(Scene.Party, scene, scene.Challenge, scene.Owner, response);

    /// <summary>The standard's own reading, without some of its steps.</summary>
    public static Verifier Without(Fault steps) => (scene, response) => (Standard.Of(scene, response) & ~steps) == Fault.None;

    /// <summary>The product in the hands of somebody who uses it wrongly.</summary>
    public static Verifier Planted(string bug) => bug switch
    {
        "any origin" => (scene, response) => Accepts(new RelyingParty(Scene.Domain, new Any()), scene, scene.Challenge, scene.Owner, response),
        "the challenge that came back" => (scene, response) =>
            Accepts(Scene.Party, scene, Read(scene, response) is { } read && Responses.ChallengeOf(read) is { Length: > 0 } c ? c : scene.Challenge, scene.Owner, response),
        "any count" => (scene, response) =>
            Accepts(Scene.Party, scene, scene.Challenge, scene.Owner with { Factors = [scene.Owner.Factors[0] with { LastStep = 0 }] }, response),
        "what can be read of it" => (scene, response) => Product(scene, Loosely(response)),
        "the audit alone" => (scene, response) => scene.IsRegistering ? Product(scene, response) : Read(scene, response) is { } read && ProofCheck.Fault(
            scene.Passkey, Convert.ToHexStringLower(scene.Challenge), new PasskeyProof(read.Credential, read.AuthenticatorData, read.ClientData, read.Signature)) is null,
        _ => throw new ArgumentOutOfRangeException(nameof(bug), bug, "there is no such bug"),
    };

    private static bool Accepts(RelyingParty party, Scene scene, byte[] challenge, PasskeyOwner owner, string response)
    {
        if (Read(scene, response) is not { } read) return false;
        if (!scene.IsRegistering) return party.Asserted(owner, challenge, read) is not null;
        var state = scene.State.DeepClone();
        state["challenge"] = Convert.ToBase64String(challenge);
        return party.Attested(owner, state.ToJsonString(), read) is not null;
    }

    private static PasskeyResponse? Read(Scene scene, string response)
    {
        var by = World.Owner("alice");
        return scene.IsRegistering
            ? Bodies.PasskeyCredential(Encoding.UTF8.GetBytes($$"""{"by":{{by}},"credential":{{response}}}""")).Value?.Credential
            : Bodies.Approval(Encoding.UTF8.GetBytes($$"""{"factor":"passkey","digest":"{{Digest}}","by":{{by}},"assertion":{{response}}}""")).Value?.Assertion;
    }

    private static readonly string Digest = new('a', 64);

    /// <summary>As a reader has it that takes the last of two members, and any spelling.</summary>
    private static string Loosely(string response)
    {
        if (Members.Read(Encoding.UTF8.GetBytes(response)) is not { } outer || outer.Object("response") is not { } inner) return response;
        var json = new JsonObject { ["id"] = Plain(outer, "id"), ["rawId"] = Plain(outer, "rawId"), ["type"] = "public-key" };
        var within = new JsonObject();
        foreach (var name in (string[])["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
            if (Plain(inner, name) is { } bytes) within[name] = bytes;
        json["response"] = within;
        return json.ToJsonString();
    }

    private static string? Plain(Members of, string name) => of.Text(name) is { } text
        ? string.Concat(text.Replace('+', '-').Replace('/', '_').Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        : null;

    /// <summary>Holds whatever it is asked for.</summary>
    private sealed class Any : HashSet<string>, IReadOnlySet<string>
    {
        bool IReadOnlySet<string>.Contains(string item) => true;
    }
}
