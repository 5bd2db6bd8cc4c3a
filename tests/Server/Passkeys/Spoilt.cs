using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.Passkeys;

/// <summary>One thing that is wrong with what came back of a passkey, and nothing else.</summary>
/// <param name="Step">The step of Web Authentication Level 3, section 7.1 (registering) or 7.2 (asserting), that must notice it.</param>
public sealed record Spoilt(string Name, string Step, bool InRegistration)
{
    internal Action<Authenticator> How { get; init; } = _ => { };

    private static readonly string[] OtherOrigins =
    [
        "https://console.example.com.evil.example", "http://console.example.com", "https://example.com", "https://sub.console.example.com",
        "https://console.example.com:8443", "https://console.example.com:443", "https://console.example.com/", "https://console.example.com/a",
        "https://CONSOLE.example.com", "https://user@console.example.com", "https://console.example.com.", "https://cоnsole.example.com",
        "https://xn--cnsole-8ng.example.com", "console.example.com", "null", "", "android:apk-key-hash:abc", "https://console-example.com", " https://console.example.com",
    ];

    private static readonly string[] Types = ["", "webauthn", "webauthn.GET", "webauthn.getx", "payment.get", "webauthn.get "];

    public static readonly Spoilt[] All = [.. Both(false), .. Both(true), .. Asserting(), .. Registering()];

    public override string ToString() => $"{(InRegistration ? "registering" : "asserting")}, step {Step}: {Name}";

    private static IEnumerable<Spoilt> Both(bool registering)
    {
        var (get, create) = ("webauthn.get", "webauthn.create");
        foreach (var type in (string[])[registering ? get : create, .. Types])
            yield return Client($"type `{type}`", registering ? "7" : "11", d => d["type"] = type, registering);
        yield return Client("no type", registering ? "7" : "11", d => d.Remove("type"), registering);
        foreach (var (name, challenge) in Challenges())
            yield return Client("challenge: " + name, registering ? "8" : "12", d => d["challenge"] = challenge((string)d["challenge"]!), registering);
        yield return Client("no challenge", registering ? "8" : "12", d => d.Remove("challenge"), registering);
        foreach (var origin in OtherOrigins)
            yield return Client($"origin `{origin}`", registering ? "9" : "13", d => d["origin"] = origin, registering);
        yield return Client("no origin", registering ? "9" : "13", d => d.Remove("origin"), registering);
        yield return Client("an origin of another name", registering ? "9" : "13", d => (d["Origin"], d["origin"]) = (d["origin"]!.DeepClone(), null), registering);
        yield return Client("cross origin", registering ? "10" : "14", d => d["crossOrigin"] = true, registering);
        yield return Client("within a page of its own origin", registering ? "10" : "14", d => d["topOrigin"] = (string)d["origin"]!, registering);
        yield return Data("another domain", registering ? "14" : "15", d => SHA256.HashData("example.com"u8).CopyTo(d, 0), registering);
        foreach (var bit in (int[])[0, 100, 255])
            yield return Data($"the domain's hash with bit {bit} flipped", registering ? "14" : "15", d => d[bit / 8] ^= (byte)(1 << (bit % 8)), registering);
        yield return Flagged("nobody present", registering ? "15" : "16", f => f & ~Flags.Present, registering);
        yield return Flagged("nobody verified", registering ? "16" : "17", f => f & ~Flags.Verified, registering);
        yield return Flagged("backed up, and not eligible", registering ? "17" : "18", f => f | Flags.BackedUp, registering);
        yield return Flagged("extensions said and not there", registering ? "12" : "19", f => f | Flags.Extended, registering);
        yield return new("extensions that are no map", registering ? "12" : "19", registering)
        {
            How = a => (a.Flags, a.AuthenticatorData) = (a.Flags | Flags.Extended, d => [.. d, 0]),
        };
        foreach (var (name, value) in ((string, string)[])[("origin", "https://evil.example"), ("ORIGIN", "https://evil.example"), ("type", "payment.get"), ("Challenge", "AAAA")])
            yield return new($"client data with `{name}` before its own", registering ? "6" : "10", registering)
            {
                How = a => a.ClientBytes = b => [.. Encoding.UTF8.GetBytes($"{{\"{name}\":\"{value}\","), .. b[1..]],
            };
        yield return new("client data that are no UTF-8", registering ? "6" : "10", registering) { How = a => a.ClientBytes = b => [.. b[..^1], .. ",\"a\":\""u8, 0xff, .. "\"}"u8] };
        foreach (var length in (int[])[0, 1, 32, 36])
            yield return new($"{length} bytes of authenticator data", registering ? "12" : "19", registering) { How = a => a.AuthenticatorData = d => d[..length] };
        yield return new("bytes behind the authenticator data", registering ? "12" : "19", registering) { How = a => a.AuthenticatorData = d => [.. d, 0] };
        foreach (var (name, text) in ((string, string)[])[("no JSON", "{"), ("a list", "[]"), ("a text", "\"a\""), ("nothing", "")])
            yield return new($"client data: {name}", registering ? "6" : "10", registering)
            {
                How = a => a.Response = r => Set(r, "clientDataJSON", System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))),
            };
    }

    private static IEnumerable<Spoilt> Asserting()
    {
        foreach (var i in (int[])[0, 1, 4, 10, 20, 36, 40, 60])
            yield return new($"the signature's byte {i} flipped", "21", false) { How = a => a.Signature = s => Flip(s, i) };
        foreach (var length in (int[])[1, 8, 32, 64]) yield return new($"a signature of {length} bytes", "21", false) { How = a => a.Signature = s => s[..Math.Min(length, s.Length - 1)] };
        yield return new("a byte behind the signature", "21", false) { How = a => a.Signature = s => [.. s, 0] };
        yield return new("a signature of zeros", "21", false) { How = a => a.Signature = s => new byte[s.Length] };
        yield return new("r and s alone", "21", false) { How = a => a.Signature = _ => new byte[64] };
        yield return new("r and s of zero", "21", false) { How = a => a.Signature = _ => [0x30, 6, 2, 1, 0, 2, 1, 0] };
        yield return new("client data changed after signing", "21", false) { How = a => a.Response = r => Again(r, "clientDataJSON", b => [.. b[..^1], (byte)' ', b[^1]]) };
        yield return new("the count changed after signing", "21", false) { How = a => a.Response = r => Again(r, "authenticatorData", b => Flip(b, 36)) };
        yield return new("another credential", "5", false) { How = a => a.Id = RandomNumberGenerator.GetBytes(32) };
        yield return new("a credential of one byte", "5", false) { How = a => a.Id = [1] };
        yield return new("another user", "6", false) { How = a => a.UserHandle = "somebody else"u8.ToArray() };
        yield return Flagged("eligible for backup, and was not", "19", f => f | Flags.BackupEligible, false);
        yield return new("the count of before", "22", false) { How = a => a.Count = 5 };
        yield return new("a count below the one before", "22", false) { How = a => a.Count = 4 };
        yield return new("no count where there was one", "22", false) { How = a => a.Count = 0 };
    }

    private static IEnumerable<Spoilt> Registering()
    {
        foreach (var algorithm in (int[])[-65535, -8, -46, -47, 0, 7, -6]) yield return new($"algorithm {algorithm}", "20", true) { How = a => a.Algorithm = algorithm };
        foreach (var i in (int[])[0, 2, 4, 6, 7, 9]) yield return new($"the key's byte {i} flipped", "12", true) { How = a => a.PublicKey = k => Flip(k, i) };
        foreach (var length in (int[])[0, 1, 10, 40, 76]) yield return new($"a key of {length} bytes", "12", true) { How = a => a.PublicKey = k => k[..length] };
        yield return new("a credential id of 1,024 bytes", "25", true) { How = a => a.Id = new byte[1_024] };
        yield return new("no attested data", "12", true) { How = a => a.AuthenticatorData = d => [.. d[..32], (byte)(d[32] & ~64), .. d[33..37]] };
        foreach (var (name, bytes) in ((string, byte[])[])[("no CBOR", [0xff]), ("an empty map", [0xa0]), ("a list", [0x80]), ("nothing behind a map", [0xa3])])
            yield return new($"attestation: {name}", "12", true) { How = a => a.Response = r => Again(r, "attestationObject", _ => bytes) };
        yield return new("bytes behind the attestation", "12", true) { How = a => a.Response = r => Again(r, "attestationObject", b => [.. b, 0]) };
        yield return new("a statement that is no map", "12", true) { How = a => a.Response = r => Again(r, "attestationObject", b => Replace(b, "attStmt", 0xf6)) };
        yield return new("a format that is no text", "12", true) { How = a => a.Response = r => Again(r, "attestationObject", b => [.. b[..5], 0x44, .. b[6..]]) };
        yield return new("another id than the attested one", "25", true) { How = a => a.Response = OtherId };
    }

    private static IEnumerable<(string Name, Func<string, string> Of)> Challenges()
    {
        yield return ("another", _ => System.Buffers.Text.Base64Url.EncodeToString(new byte[32]));
        yield return ("empty", _ => "");
        yield return ("a character short", c => c[..^1]);
        yield return ("longer", c => c + "AA");
        yield return ("in other case", c => string.Concat(c.Select(x => char.IsAsciiLetterLower(x) ? char.ToUpperInvariant(x) : char.ToLowerInvariant(x))));
        yield return ("padded", c => c.PadRight((c.Length + 3) / 4 * 4, '='));
        yield return ("with bits behind its last byte", c => c[..^1] + (char)(c[^1] + 1));
        yield return ("of another alphabet", _ => "++++//++++//++++//++++//++++//++++//++++//+");
    }

    private static Spoilt Client(string name, string step, Action<JsonObject> spoil, bool registering) => new(name, step, registering)
    {
        How = a => a.ClientData = d =>
        {
            spoil(d);
            return d;
        },
    };

    private static Spoilt Data(string name, string step, Action<byte[]> spoil, bool registering) => new(name, step, registering)
    {
        How = a => a.AuthenticatorData = d =>
        {
            spoil(d);
            return d;
        },
    };

    private static Spoilt Flagged(string name, string step, Func<Flags, Flags> spoil, bool registering) =>
        new(name, step, registering) { How = a => a.Flags = spoil(a.Flags) };

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] flipped = [.. bytes];
        flipped[Math.Min(at, bytes.Length - 1)] ^= 1;
        return flipped;
    }

    /// <summary>The byte behind a name.</summary>
    private static byte[] Replace(byte[] bytes, string name, byte with)
    {
        byte[] replaced = [.. bytes];
        replaced[bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) + name.Length] = with;
        return replaced;
    }

    private static JsonObject Set(JsonObject credential, string member, string value)
    {
        credential["response"]![member] = value;
        return credential;
    }

    private static JsonObject Again(JsonObject credential, string member, Func<byte[], byte[]> how) => Set(
        credential, member,
        System.Buffers.Text.Base64Url.EncodeToString(how(System.Buffers.Text.Base64Url.DecodeFromChars((string)credential["response"]![member]!))));

    private static JsonObject OtherId(JsonObject credential)
    {
        credential["id"] = "AQID";
        credential["rawId"] = "AQID";
        return credential;
    }
}
