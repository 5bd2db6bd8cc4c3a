using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Domain.Destinations.Addresses;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Json;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Labels;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements;
using Holdfast.Server.Clocks;
using Holdfast.Server.Secrets;
using Holdfast.Server.Verification;
using Holdfast.Storage;
using Tokens = Holdfast.Domain.Installations.Tokens;

namespace Holdfast.Fuzz.Parsers;

/// <summary>Every parser of Holdfast. To add one, add a line: how it reads, how that is written, and what valid inputs look like.</summary>
internal static class Catalog
{
    private static readonly byte[] Key = SHA256.HashData("a key of the fuzzer"u8);
    private static readonly VetoLinks Links = new(Key, () => "");
    private static readonly SecretSeal Seal = new(Key);

    public static Parser[] All { get; } = [.. Texts(), .. Addresses(), .. Stored(), .. Bodies.All(), .. Queries.All(), .. Channels.All(), .. Requests.All(), .. Gate.All(), .. Official.All()];

    private static Parser[] Texts() =>
    [
        Parser.Of<decimal>("amount", Amount.TryParse, Amount.Format, "0", "250.00", "12345678901234567890.12345678", "0.000000000000000001"),
        Parser.Of<Ip>("ip", Ip.TryParse, i => i.ToString(), "198.51.100.9", "2001:db8::1", "::", "::ffff:1.2.3.4", "fe80:1:2:3:4:5:6:7", "255.255.255.255"),
        Parser.Of<Source>("source", Source.TryParse, s => s.ToString(),
            "198.51.100.0/24", "0.0.0.0/0", "::/0", "2001:db8::/32", "203.0.113.7", "::ffff:0:0/96", "::ffff:198.51.100.0/120", "8000::/1"),
        Parser.Of<TimeSpan>("span", Spans.TryParse, Spans.Format, "PT48H", "P7D", "P1DT12H30M0.5S", "PT0S", "P3650D", "PT999999H", "PT0.001S"),
        Parser.Of<TimeSpan>("span of a policy", PolicySpans.TryParse, PolicySpans.Format, "P7D", "PT48H", "PT5M", "PT90S", "PT0S", "P3650D"),
        Parser.Of<Instant>("time", (string t, out Instant at) => Instant.TryParse(t, out at), t => t.ToString(),
            "2026-01-31T12:00:00Z", "2200-01-01T00:00:00.0000000Z", "2000-01-01t00:00:00z", "2024-02-29T23:59:59.999+14:00", "2026-06-30T00:00:00.5-00:30"),
        Parser.Of<string>("label", (string t, out string label) => (label = LabelRules.Read(t).Label!) is not null, l => l,
            "bot", "savings 2", "日本 bot", "Ünïcode", "Ελλάδα", "한국어", "e\u0301t\u0301", "a.b-c_d'(e)&+/#", "ไทย", "שלום", "العربية", "क्षि") with { Bytes = (131_072, 2048) },
        new("escaped text", t => SafeText.Escape(t).Length >= 0, r => r.Next(2) == 0 ? "a b é 日本" : "‮x\u200b") { Bytes = (131_072, 512) },
        new("skeleton of a label", t => LabelRules.Skeleton(t).Length >= 0, r => r.Next(2) == 0 ? "pаypal" : "Ⅷ ﬀ 日本") { Bytes = (131_072, 4096) },
        Parser.Of<string>("permission", Same(Permissions.IsWellFormed), p => p, "read", "withdraw", "x.y-z_1", "manage"),
        Parser.Of<Element>("element", Elements.TryParse, e => e.Name(), "read", "withdraw", "destination", "join"),
        Parser.Of<ActKind>("kind of act", ActKinds.TryParse, k => k.Name(), "policy", "clock", "tell"),
        Parser.Of<string>("name of a token", Same(Tokens.IsName), n => n, "platform", "staff-1", "a.b_c-9"),
        Parser.Of<string>("digest", Same(Tokens.IsDigest), d => d, new string('0', 64), "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        new("one-time code", t => Totp.Match(Key, t, 1_780_000_000, -1) is not null, r => Totp.Code(Key, (1_780_000_000 / 30) + r.Next(-2, 3))),
        Parser.Of<string>("recovery code", (string t, out string code) => (code = RecoveryCodes.Read(t) ?? "").Length > 0,
            code => code, "0123-4567-89AB-CDEF", "0123456789abcdef", "OIL0-1234-ZZZZ-7k3m"),
        new("name in the log", IsOwnName, r => r.Next(2) == 0 ? "alice\nkey-1" : "\n"),
        Parser.Of<VetoLink>("token of a veto link", (string t, out VetoLink told) => (told = Links.Read(t) ?? default) != default,
            LinkOf, [.. Enumerable.Range(1, 50).Select(i => LinkOf(new VetoLink(new AnnouncementId(i * 7919L, (Series)(i % 3)), i % 5, i % 2 == 0)))]),
        Parser.Of<string>("code of an announcement", (string t, out string code) => (code = AnnouncementCodes.Read(t) ?? "").Length > 0,
            code => code, "7K3M-QX2P-9TAV", "0000-0000-0000", "7k3m qx2p 9tav", "OIL0-1234-ZZZZ"),
    ];

    private static IEnumerable<Parser> Addresses() => AddressSeeds.Networks.Select(network =>
        new Parser("address, " + network.ToLowerInvariant(), ReadAddress, AddressSeeds.Of(network)) { Bytes = (16_384, 512) });

    private static Parser[] Stored() =>
    [
        Parser.Throwing<ClockMark?, FormatException>("mark of the clock", ClockMark.Parse, m => m!.ToString(), One("1780000000000 0 0a1b-2c3d 86400000", "1780000000000 0 0a1b-2c3d 86400000 1779000000000", "1780000000000 0 0a1b-2c3d 86400000 0 2000", "0 0  0")),
        Parser.Throwing<Checkpoint, FormatException>("checkpoint", Checkpoint.FromJson, c => c.ToJson(), One(new Checkpoint(
            7, SHA256.HashData("root"u8), new byte[64], "0123456789abcdef", 1_780_000_000_000).ToJson())),
        new("sealed secret", IsSealed, One([.. Enumerable.Range(0, 40).Select(i => Seal.Seal("alice", "factor/f1", new byte[i]))])),
        new("canonical JSON", IsCanonical, One(BodySeeds.Of("AskChange", "askChange"))) { Bytes = (16_384, 512) },
        Json("event", t => DomainJson.ReadEvent(t), e => DomainJson.Write(e), Histories.Events),
        Json("state of an owner", t => DomainJson.ReadState(t), s => DomainJson.Write(s), Histories.States),
        Json("event of the installation", t => InstallationJson.ReadEvent(t), e => InstallationJson.Write(e), Histories.InstallationEvents),
        new("policy", IsPolicy, r => r.Next(3) == 0 ? PolicyWriting.Write(Policy.Default) : Policies[r.Next(Policies.Length)]) { Bytes = (262_144, 2048) },
    ];

    private static readonly string[] Policies =
    [
        "{}", """{"allowance":{"amount":"50","currency":"USDT"},"holds":{"withdraw":"PT72H","read":"PT0S"}}""",
        """{"floorPrices":{"USDT":"1","DAI":"0.99"},"guardianApproves":["destination","withdraw"],"platformTells":true}""",
        """{"signals":{"inCall":{"weight":"strong","about":"owner"}},"settling":"P7D","strongEvidenceHold":"PT96H","sessionFactorAge":"PT12H","evidenceSpan":"P7D"}""",
    ];

    private delegate T ReadsBytes<T>(ReadOnlySpan<byte> utf8);

    private static Parser Json<T>(string name, ReadsBytes<T> read, Func<T, byte[]> write, string[] seeds) =>
        Parser.Throwing<T, JsonException>(name, t => read(Encoding.UTF8.GetBytes(t)), v => Encoding.UTF8.GetString(write(v)), One(seeds)) with { Bytes = (65_536, 1024) };

    private static Reads<string> Same(Func<string?, bool> isOne) => (string text, out string same) => isOne(same = text);

    private static Func<Random, string> One(params string[] of) => random => of[random.Next(of.Length)];

    private static string LinkOf(VetoLink link) => Links.For(link)["/veto/".Length..];

    /// <summary>Two lists of parts share no name: where one part ends and the next begins counts.</summary>
    private static bool IsOwnName(string text)
    {
        var parts = text.Split('\n');
        var name = LogKey.Of("request", parts);
        if (name != LogKey.Of("request", parts)) throw new BrokenPromiseException("another name for the same");
        if (parts.Length > 1 && name == LogKey.Of("request", text)) throw new BrokenPromiseException("one name for two lists");
        if (LogKey.OfBytes("request", parts[0], Encoding.UTF8.GetBytes(text)) == name && parts.Length != 2) throw new BrokenPromiseException("one name for two kinds");
        return true;
    }

    private static bool ReadAddress(string text)
    {
        var parts = text.Split('|', 3);
        if (parts.Length < 3) return AddressReader.Read("TRON", text, null).Address is not null;
        var reading = AddressReader.Read(parts[0], parts[2], parts[1] == "~" ? null : parts[1]);
        if (reading.Address is null == (reading.Mistakes.Count == 0)) throw new BrokenPromiseException("neither an address nor a mistake, or both");
        if (reading.Address is not { } canonical) return false;
        return AddressReader.Read(canonical.Network, canonical.Address, canonical.Tag ?? "").Address == canonical
            ? true
            : throw new BrokenPromiseException($"{canonical} is not read as itself");
    }

    private static bool IsSealed(string text)
    {
        try
        {
            var plain = Seal.Open("alice", "factor/f1", text);
            return Seal.Open("alice", "factor/f1", Seal.Seal("alice", "factor/f1", plain)).AsSpan().SequenceEqual(plain)
                ? true
                : throw new BrokenPromiseException("another secret comes out");
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsCanonical(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            var once = CanonicalJson.Write(document.RootElement);
            using var again = JsonDocument.Parse(once);
            return CanonicalJson.Write(again.RootElement) == once ? true : throw new BrokenPromiseException($"`{once}` is not its own form");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsPolicy(string text)
    {
        var mistakes = PolicyReading.Read(Encoding.UTF8.GetBytes(text), out var policy);
        if (policy is null == (mistakes.Length == 0)) throw new BrokenPromiseException("neither a policy nor a mistake, or both");
        if (policy is null) return false;
        var written = PolicyWriting.Write(policy);
        return PolicyReading.Read(Encoding.UTF8.GetBytes(written), out var again).Length == 0 && PolicyWriting.Write(again!) == written
            ? true
            : throw new BrokenPromiseException($"`{written}` is not read as itself");
    }
}
