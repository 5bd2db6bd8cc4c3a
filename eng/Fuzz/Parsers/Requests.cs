using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;
using Holdfast.Signing.Schemes.HttpMessageSignatures;
using Schemes = Holdfast.Signing.Schemes.Catalog;

namespace Holdfast.Fuzz.Parsers;

/// <summary>
/// Signed requests as text: method and target, headers, an empty line, the body. What is read must be read again the same, and
/// nothing but what was signed may be verified.
/// </summary>
internal static class Requests
{
    private const long At = 1_790_000_000_000;
    private static readonly byte[] Secret = SHA256.HashData("a secret of the fuzzer"u8);

    public static Parser[] All() => [.. Schemes.All.Select(Of), .. Parts()];

    private static Parser[] Parts() =>
    [
        new("target of a request", t => Target.Check(Bare(t).Request) == Refusal.None, One("/api/v3/order?symbol=BTCUSDT&a=%2B+%41", "/", "/a/b%20c?x", "/p?a=1&b=2&c")),
        new("form", t => Form.Check(Encoding.UTF8.GetBytes(t), Refusal.MalformedBody) == Refusal.None, One("nonce=1790000000000&pair=XBTUSD&key=my%20key", "a=é&b=+", "a", "&&a=1&")),
        new("members of JSON", IsObject, One("""{"alg":"ES256","kid":"k","nonce":"00ff","typ":"JWT"}""", """{ "a" : [1, {"b": null}], "c\u0041": -1.5e+3, "d": "\/\"" }""", "{}")),
        new("signature input", IsInput, One(
            "sig=(\"@method\" \"@authority\" \"@path\" \"@query\");created=1790000000;expires=1790000005;keyid=\"k\";alg=\"ed25519\";nonce=\"n\"",
            "a1.*=(\"date\");keyid=\"x y\";created=1;tag=\"t\"", "s=();created=1790000000;keyid=\"k\"")),
        new("time of a request", IsTime, One("1790000000000", "1790000000.123", "2026-09-21T14:13:20.000Z", "1790000000000000000", "5000")),
    ];

    private static Parser Of(Scheme scheme)
    {
        var isSecret = scheme.Algorithms.Any(a => a is Algorithm.HmacSha256 or Algorithm.HmacSha512);
        var passphrase = scheme.PassphraseForm == PassphraseForm.None ? null : "a passphrase";
        var key = isSecret ? SigningKey.OfSecret(Secret, passphrase) : SigningKey.OfEd25519(Secret);
        Credential credential = isSecret ? new SharedSecret(Secret, passphrase) : new Ed25519PublicKey(new Ed25519(Secret).PublicKey);
        var seeds = Shapes().Select(s => Signed(scheme, s, key)).Where(s => IsRead(scheme, s, out _)).ToArray();
        var signed = seeds.Select(s => IsRead(scheme, s, out var message) ? message : "").ToHashSet(StringComparer.Ordinal);
        return new Parser("request, " + scheme.Name, t => Try(scheme, t, credential, signed), One(seeds)) { Bytes = (262_144, 512) };
    }

    private static IEnumerable<string> Shapes() =>
        from at in Enumerable.Range(0, 4)
        from shape in new[]
        {
            $"GET /api/v3/orders?symbol=BTC-USDT&limit=1{at}", $"GET /v5/account?a=%41{at}&b=%2B",
            $$"""POST /api/v5/withdrawals||{"coin":"USDT","amount":"2{{at}}","to":["a",{"b":1}]}""", $"POST /0/private/AddOrder||pair=XBTUSD&volume=1.2{at}&note=a b&c=é",
            $"POST /derivatives/api/v3/send{at}", $"DELETE /orders/{at}?id=7a",
        }
        select shape;

    private static string Signed(Scheme scheme, string shape, SigningKey key)
    {
        var parts = shape.Split("||");
        var first = parts[0].Split(' ');
        var buffer = new RequestBuffer().SetMethod(Encoding.ASCII.GetBytes(first[0])).SetTarget(Encoding.ASCII.GetBytes(first[1]))
            .SetHost("api.example.com"u8).SetBody(Encoding.UTF8.GetBytes(parts.Length > 1 ? parts[1] : ""));
        scheme.Sign(buffer, "key-0001", key, new Stamp(At, 5_000, "00000000-0000-4000-8000-000000000001"));
        return Text(buffer.Request);
    }

    private static string Text(scoped in SignedRequest request)
    {
        var text = new StringBuilder($"{Encoding.UTF8.GetString(request.Method)} {Encoding.UTF8.GetString(request.Target)}\nHost: {Encoding.UTF8.GetString(request.Host)}\n");
        for (var i = 0; i < request.Headers.Count; i++)
            text.Append(Encoding.UTF8.GetString(request.Headers.Name(i))).Append(": ").Append(Encoding.UTF8.GetString(request.Headers.Value(i))).Append('\n');
        return text.Append('\n').Append(Encoding.UTF8.GetString(request.Body)).ToString();
    }

    private static RequestBuffer Parsed(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = (end < 0 ? text : text[..end]).Split('\n');
        var first = lines[0].Split(' ', 2);
        var buffer = new RequestBuffer().SetMethod(Encoding.UTF8.GetBytes(first[0])).SetTarget(Encoding.UTF8.GetBytes(first[^1]))
            .SetBody(Encoding.UTF8.GetBytes(end < 0 ? "" : text[(end + 2)..]));
        foreach (var header in lines.Skip(1).Select(l => l.Split(": ", 2)))
        {
            if (header[0] == "Host") buffer.SetHost(Encoding.UTF8.GetBytes(header[^1]));
            else buffer.AddHeader(Encoding.UTF8.GetBytes(header[0]), Encoding.UTF8.GetBytes(header[^1]));
        }

        return buffer;
    }

    private static bool IsRead(Scheme scheme, string text, out string message)
    {
        var request = Parsed(text).Request;
        var refusal = scheme.Read(request, new byte[request.ScratchBytes], out var claim);
        message = Convert.ToHexString(claim.Message);
        return refusal == Refusal.None;
    }

    private static bool Try(Scheme scheme, string text, Credential credential, HashSet<string> signed)
    {
        var request = Parsed(text).Request;
        Schemes.Find(request, out _);
        var refusal = scheme.Read(request, new byte[request.ScratchBytes], out var claim);
        if (refusal != scheme.Read(request, new byte[request.ScratchBytes / 8], out _) && refusal == Refusal.RequestTooLong)
            throw new BrokenPromiseException("less room is enough");
        if (refusal != Refusal.None)
            return claim.Message.Length + claim.KeyId.Length == 0 ? false : throw new BrokenPromiseException("refused, and a claim");
        if (claim.KeyId.Length == 0 || claim.Signature.Length < 32) throw new BrokenPromiseException("a claim without key or signature");
        Freshness.Default.Judge(claim.Time, At);
        var isSigned = claim.IsSignedBy(credential);
        return !isSigned || signed.Contains(Convert.ToHexString(claim.Message)) ? true : throw new BrokenPromiseException("verified, and never signed");
    }

    private static bool IsObject(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        if (JsonMembers.Check(json, Refusal.MalformedToken) != Refusal.None) return false;
        // what is taken here is JSON to a reader that shares no code
        using var document = System.Text.Json.JsonDocument.Parse(json);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (!JsonMembers.TryFind(json, Encoding.UTF8.GetBytes(member.Name), out var value, out var isString)) throw new BrokenPromiseException("a member is not found");
            if (isString != (member.Value.ValueKind == System.Text.Json.JsonValueKind.String)) throw new BrokenPromiseException("text, or not");
            var room = new byte[value.Length];
            if (isString && JsonMembers.TryText(value, room, out var length) && Encoding.UTF8.GetString(room, 0, length) != member.Value.GetString())
                throw new BrokenPromiseException("another text");
        }

        return true;
    }

    private static bool IsInput(string text) => SignatureInput.Read(Encoding.UTF8.GetBytes(text), out _) == Refusal.None;

    private static bool IsTime(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var isOne = Times.TryMilliseconds(bytes, out var time) | Times.TrySeconds(bytes, out var seconds) | Times.TryIso(bytes, out var iso)
            | Times.TryNonce(bytes, out var nonce) | Times.TryNumber(bytes, out _);
        return Math.Max(Math.Max(time, seconds), Math.Max(iso, nonce)) <= StatedTime.Last ? isOne : throw new BrokenPromiseException("a time behind the last");
    }

    private static RequestBuffer Bare(string target) => new RequestBuffer().SetMethod("GET"u8).SetTarget(Encoding.UTF8.GetBytes(target));

    private static Func<Random, string> One(params string[] of) => random => of[random.Next(of.Length)];
}
