using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Tests;

/// <summary>Clients and gates that are wrong in one way each, as real ones were.</summary>
internal static class PlantedBugs
{
    /// <summary>Each with the scheme that it is planted in.</summary>
    public static readonly IReadOnlyDictionary<string, Rig> All = new Dictionary<string, Rig>(StringComparer.Ordinal)
    {
        ["signs without the body"] = new Before("okx", d => d with { Body = [] }, signsSo: true),
        ["signs without the query"] = new Before("bitvavo", d => d with { Target = d.Target.Split('?')[0] }, signsSo: true),
        ["signs without the method"] = new Before("kucoin", d => d with { Method = "GET" }, signsSo: true),
        ["compares a prefix"] = new ComparesAPrefix("bybit"),
        ["compares without regard to case"] = new Before("bitvavo", d => Lower(d, "bitvavo-access-signature")),
        ["reads the first of two headers"] = new Before("bitget", d => d with { Headers = [.. d.Headers.DistinctBy(h => h.Name.ToLowerInvariant())] }),
        ["reads the first of two parameters"] = new Before("binance", d => d with { Target = First(d.Target), Body = Latin(First(Latin(d.Body))) }),
        ["decodes before it verifies"] = new Before("okx", d => d with { Target = Uri.UnescapeDataString(d.Target) }),
        ["trims what it compares"] = new Before("coinbaseExchange", d => d with { Headers = [.. d.Headers.Select(h => (h.Name, h.Value.Trim('\t', '\r', '\n', '\0')))] }),
        ["takes what comes after the signature"] = new Before("mexc", CutBehindSignature),
        ["does not ask for the passphrase"] = new ForgetsThePassphrase("okx"),
        ["does not look at the time"] = new ForgetsTheTime("bitstamp"),
    };

    /// <summary>What the checks of this library find in a rig; empty where it has no bug that they know.</summary>
    public static IEnumerable<string> Check(Rig rig)
    {
        var examples = rig.Examples().ToArray();
        Assert.NotEmpty(examples);
        foreach (var (kind, tampered) in Tampering.Kinds.SelectMany(k => examples.SelectMany(e => k.Value(rig, e)).Select(t => (k.Key, t))))
        {
            if (rig.Accepts(tampered)) yield return kind;
        }

        var key = Keyring.Public(rig.Algorithm, rig.HasPassphrase);
        if (examples.SelectMany(Tampering.OfHex).Any(rig.Accepts)) yield return "mixed case";
        if (rig.Judge(examples[0], key, Rig.Now + 60_000) == "accepted") yield return "stale";
        if (rig.Judge(examples[0], Keyring.Wrong(rig.Algorithm, rig.HasPassphrase)) == "accepted") yield return "wrong key";
        if (rig.HasPassphrase && rig.Judge(examples[0], Keyring.PublicWith(rig.Algorithm, "another")) == "accepted") yield return "wrong passphrase";
    }

    /// <summary>Makes another request of what came, and reads that.</summary>
    private sealed class Before(string scheme, Func<Draft, Draft> change, bool signsSo = false) : Rig(Catalog.Named(scheme)!, Algorithm.HmacSha256)
    {
        public override Draft Signed(Draft draft, long at, long window = 5_000)
        {
            if (!signsSo) return base.Signed(draft, at, window);
            var signed = base.Signed(change(draft), at, window);
            return draft with { Headers = signed.Headers };
        }

        public override string Judge(Draft draft, Credential credential, long now = Now) => base.Judge(change(draft), credential, now);
    }

    private sealed class ComparesAPrefix(string scheme) : Rig(Catalog.Named(scheme)!, Algorithm.HmacSha256)
    {
        public override string Judge(Draft draft, Credential credential, long now = Now)
        {
            // what was cut off is put back, so only what is there is compared
            var stated = draft["x-bapi-sign"] ?? "";
            var whole = Signed(draft with { Headers = [] }, long.Parse(draft["x-bapi-timestamp"] is { Length: 13 } t && t.All(char.IsAsciiDigit) ? t : "0"))["x-bapi-sign"]!;
            return base.Judge(whole.StartsWith(stated, StringComparison.Ordinal) ? draft.With("x-bapi-sign", whole) : draft, credential, now);
        }
    }

    private sealed class ForgetsThePassphrase(string scheme) : Rig(Catalog.Named(scheme)!, Algorithm.HmacSha256)
    {
        protected override bool Verify(Claim claim, Credential credential) => credential.Verify(claim.Algorithm, claim.Message, claim.Signature);
    }

    private sealed class ForgetsTheTime(string scheme) : Rig(Catalog.Named(scheme)!, Algorithm.HmacSha256)
    {
        public override string Judge(Draft draft, Credential credential, long now = Now) => base.Judge(draft, credential, Now);
    }

    private static Draft Lower(Draft d, string header) => d[header] is { } value ? d.With(header, value.ToLowerInvariant()) : d;

    private static string First(string text)
    {
        var parts = text.Split('?', 2);
        return string.Join('?', [.. parts[..^1], string.Join('&', parts[^1].Split('&').DistinctBy(p => p.Split('=')[0]))]);
    }

    private static Draft CutBehindSignature(Draft d)
    {
        var at = d.Target.IndexOf("&signature=", StringComparison.Ordinal);
        return at < 0 ? d : d with { Target = d.Target[..Math.Min(d.Target.Length, at + 75)] };
    }

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
