using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Tests.Schemes;

/// <summary>Made for every scheme of the catalog, so a new one is tested by its line.</summary>
public sealed class TamperingWithARequest
{
    public static TheoryData<string, string> All => [.. Rig.All.SelectMany(r => Tampering.Kinds.Keys.Select(k => (r.ToString(), k)))];

    public static TheoryData<string> Rigs => [.. Rig.All.Select(r => r.ToString())];

    [Theory]
    [MemberData(nameof(All))]
    public void Is_stopped(string name, string kind)
    {
        var rig = Rig.Named(name);
        foreach (var example in rig.Examples())
        {
            foreach (var tampered in Tampering.Kinds[kind](rig, example))
                Assert.False(rig.Accepts(tampered), $"{tampered.Method} {tampered.Target} {string.Join(", ", tampered.Headers)}");
        }
    }

    [Theory]
    [MemberData(nameof(Rigs))]
    public void Spellings_of_the_signature_are_stopped(string name)
    {
        var rig = Rig.Named(name);
        foreach (var example in rig.Examples())
        {
            Assert.All(Tampering.OfHex(example), t => Assert.Equal("mixedCaseHex", rig.Judge(t, Keyring.Public(rig.Algorithm, rig.HasPassphrase))));
            Assert.All(Tampering.OfBase64(example), t =>
                Assert.Contains(rig.Judge(t, Keyring.Public(rig.Algorithm, rig.HasPassphrase)), (string[])["malformedSignature", "digestMismatch"]));
        }
    }

    [Theory]
    [MemberData(nameof(Rigs))]
    public void Other_keys_and_passphrases_are_wrong(string name)
    {
        var rig = Rig.Named(name);
        foreach (var example in rig.Examples())
        {
            Assert.Equal("wrong", rig.Judge(example, Keyring.Wrong(rig.Algorithm, rig.HasPassphrase)));
            foreach (var other in Enum.GetValues<Algorithm>().Where(a => Kind(a) != Kind(rig.Algorithm)))
                Assert.Equal("wrong", rig.Judge(example, Keyring.Public(other, withPassphrase: false)));
            if (rig.Algorithm is Algorithm.Ed25519 or Algorithm.EcdsaP256Sha256) continue;
            Assert.Equal("wrong", rig.Judge(example, Keyring.PublicWith(rig.Algorithm, "another passphrase")));
            if (rig.HasPassphrase) Assert.Equal("wrong", rig.Judge(example, Keyring.PublicWith(rig.Algorithm, null)));
        }
    }

    [Theory]
    [MemberData(nameof(Rigs))]
    public void Requests_are_good_for_their_window_only(string name)
    {
        var rig = Rig.Named(name);
        foreach (var example in rig.Examples())
        {
            Assert.Equal("accepted", At(rig, example, Rig.Now + 4_999));
            Assert.Equal("timeStale", At(rig, example, Rig.Now + 5_000));
            Assert.Equal("accepted", At(rig, example, Rig.Now - 1_000));
            Assert.Equal("timeAhead", At(rig, example, Rig.Now - 1_001));
        }
    }

    private static string At(Rig rig, Draft draft, long now) => rig.Judge(draft, Keyring.Public(rig.Algorithm, rig.HasPassphrase), now);

    private static Algorithm Kind(Algorithm algorithm) =>
        algorithm is Algorithm.HmacSha512 or Algorithm.OfKey ? Algorithm.HmacSha256 : algorithm;
}
