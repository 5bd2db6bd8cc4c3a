using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>Responses that the ring itself made, signature and all, of something that is wrong: what a lying page or browser gets of it.</summary>
internal sealed class Remade(Scene scene, Random random)
{
    private static readonly string[] Types = ["webauthn.get", "webauthn.create", "payment.get", "webauthn.get\0", "WEBAUTHN.GET", ""];

    private readonly Spoilt[] spoilt = [.. Spoilt.All.Where(s => s.InRegistration == scene.IsRegistering)];

    public (string Kind, JsonObject Response) Next()
    {
        using var ring = scene.Ring.Again();
        var kind = random.Next(scene.IsRegistering ? 9 : 12) switch
        {
            0 => Spoil(ring),
            1 => Do("origin", () => ring.Origin = Text(ring.Origin)),
            2 => Do("domain", () => ring.Domain = Text(ring.Domain)),
            3 => Do("flags", () => ring.Flags = (Flags)random.Next(256)),
            4 => Do("client data, a member", () => ring.ClientData = ClientData),
            5 => Do("client data, a member twice", () => ring.ClientBytes = Twice),
            6 => Do("client data, bytes", () => ring.ClientBytes = b => Garbling.Of(b, random)),
            7 => Do("authenticator data, bytes", () => ring.AuthenticatorData = d => Garbling.Of(d, random)),
            8 => Do(scene.IsRegistering ? "key" : "count", () => (ring.Count, ring.PublicKey) = (Count(), Key)),
            9 => Do("signed something else", () => ring.Signature = _ => Sign(ring)),
            10 => Do("user", () => ring.UserHandle = Garbling.Of(ring.UserHandle ?? [0, 0], random)),
            _ => Do("challenge of before", () => ring.ClientData = d => Set(d, "challenge", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)))),
        };
        return ("made anew: " + kind, scene.Respond(ring));
    }

    /// <summary>One of those that a step each must notice, and at times something else beside.</summary>
    private string Spoil(Authenticator ring)
    {
        spoilt[random.Next(spoilt.Length)].How(ring);
        if (random.Next(3) == 0) ring.Origin = Text(ring.Origin);
        if (random.Next(3) == 0) ring.Flags ^= (Flags)(1 << random.Next(8));
        return "spoilt";
    }

    private JsonObject ClientData(JsonObject data) => random.Next(9) switch
    {
        0 => Set(data, "type", Types[random.Next(Types.Length)]),
        1 => Set(data, "challenge", Text((string)data["challenge"]!)),
        2 => Set(data, "challenge", (string)data["challenge"]! + ((string[])["=", "==", " ", "\n", "A"])[random.Next(5)]),
        3 => Set(data, "challenge", (string)data["challenge"]! is var c ? c[..^1] + (char)(c[^1] + 1) : ""),
        4 => Set(data, "crossOrigin", random.Next(3) switch { 0 => true, 1 => "true", _ => JsonValue.Create(1) }),
        5 => Set(data, "topOrigin", random.Next(2) == 0 ? "https://evil.example" : Scene.Origin),
        6 => Set(data, "origin", new JsonArray(Scene.Origin)),
        7 => Set(data, ((string[])["type", "challenge", "origin"])[random.Next(3)], null),
        _ => Drop(data, ((string[])["type", "challenge", "origin"])[random.Next(3)]),
    };

    private byte[] Twice(byte[] bytes)
    {
        var name = ((string[])["type", "challenge", "origin", "crossOrigin"])[random.Next(4)];
        var value = name switch { "type" => "\"payment.get\"", "challenge" => "\"AAAA\"", "origin" => "\"https://evil.example\"", _ => "true" };
        var text = Encoding.UTF8.GetString(bytes);
        if (random.Next(4) == 0) value = JsonNode.Parse(text)![name]!.ToJsonString();
        if (random.Next(3) == 0) name = random.Next(2) == 0 ? name.ToUpperInvariant() : char.ToUpperInvariant(name[0]) + name[1..];
        return Encoding.UTF8.GetBytes(random.Next(2) == 0 ? $"{{\"{name}\":{value},{text[1..]}" : $"{text[..^1]},\"{name}\":{value}}}");
    }

    private byte[] Key(byte[] cose) => random.Next(2) == 0 ? Garbling.Of(cose, random) : Cbors.Of(cose, random);

    private uint Count() => random.Next(3) switch { 0 => (uint)random.Next((int)Scene.LastCount + 1), 1 => 0, _ => Scene.LastCount };

    /// <summary>With the right key, what is not the authenticator data and the hash of the client data, or with another hash.</summary>
    private byte[] Sign(Authenticator ring)
    {
        var (data, client) = ((byte[])[], scene.Challenge);
        ring.AuthenticatorData = d => data = d;
        ring.ClientBytes = c => client = c;
        ring.Signature = s => s;
        scene.Respond(ring);
        (ring.AuthenticatorData, ring.ClientBytes) = (d => d, c => c);
        return random.Next(8) switch
        {
            0 => ring.Sign(client, HashAlgorithmName.SHA256),
            1 => ring.Sign(data, HashAlgorithmName.SHA256),
            2 => ring.Sign([.. data, .. client], HashAlgorithmName.SHA256),
            3 => ring.Sign([.. SHA256.HashData(client), .. data], HashAlgorithmName.SHA256),
            4 => ring.Sign([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA512),
            5 => ring.Sign([.. data, .. SHA384.HashData(client)], HashAlgorithmName.SHA256),
            6 => ring.Sign(scene.Challenge, HashAlgorithmName.SHA256),
            _ => Stranger.Sign([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256),
        };
    }

    private static readonly Authenticator Stranger = new();

    private string Text(string text) => Encoding.Latin1.GetString(Garbling.Of(Encoding.Latin1.GetBytes(text), random));

    private static string Do(string kind, Action how)
    {
        how();
        return kind;
    }

    private static JsonObject Set(JsonObject data, string name, JsonNode? value)
    {
        data[name] = value;
        return data;
    }

    private static JsonObject Drop(JsonObject data, string name)
    {
        data.Remove(name);
        return data;
    }
}
