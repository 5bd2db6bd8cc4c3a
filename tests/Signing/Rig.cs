using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Tests;

/// <summary>A client and a gate of one scheme and algorithm; what is planted overrides one of them.</summary>
internal class Rig(Scheme scheme, Algorithm algorithm)
{
    public const long Now = 1_790_000_000_000;

    public Scheme Scheme { get; } = scheme;

    public Algorithm Algorithm { get; } = algorithm;

    public bool HasPassphrase => Scheme.PassphraseForm != PassphraseForm.None;

    public override string ToString() => $"{Scheme.Name} with {Algorithm}";

    /// <summary>Every scheme of the catalog with every algorithm that it has.</summary>
    public static IEnumerable<Rig> All => Catalog.All.SelectMany(s => s.Algorithms.Select(a => new Rig(s, a)));

    public static Rig Named(string name) => All.Single(r => r.ToString() == name);

    public Draft Signed(Draft draft) => Signed(draft, Now);

    public virtual Draft Signed(Draft draft, long at, long window = 5_000)
    {
        var buffer = draft.ToBuffer();
        var key = Keyring.Private(Algorithm, HasPassphrase);
        Scheme.Sign(buffer, Keyring.KeyId, key, new Stamp(at, window, "00000000-0000-4000-8000-000000000001"));
        return Draft.Of(buffer);
    }

    public bool Accepts(Draft draft) => Judge(draft, Keyring.Public(Algorithm, HasPassphrase)) == "accepted";

    /// <summary>`accepted`, `wrong`, `unknown` where it names another key, or the word of the refusal.</summary>
    public virtual string Judge(Draft draft, Credential credential, long now = Now)
    {
        var request = draft.ToBuffer().Request;
        var refusal = Catalog.Find(request, out var found);
        if (refusal != Refusal.None) return refusal.Code();
        Assert.Same(Scheme, found);
        refusal = found!.Read(request, new byte[request.ScratchBytes], out var claim);
        if (refusal == Refusal.None) refusal = Freshness.Default.Judge(claim.Time, now);
        if (refusal != Refusal.None) return refusal.Code();
        if (!claim.KeyId.SequenceEqual(Encoding.ASCII.GetBytes(Keyring.KeyId))) return "unknown";
        return Verify(claim, credential) ? "accepted" : "wrong";
    }

    protected virtual bool Verify(Claim claim, Credential credential) => claim.IsSignedBy(credential);

    /// <summary>Requests of several shapes, signed; those that the scheme has no form for are left out.</summary>
    public IEnumerable<Draft> Examples()
    {
        Draft[] shapes =
        [
            Draft.Of("GET", "/derivatives/api/v3/orders?symbol=BTC-USDT&limit=10"),
            Draft.Of("POST", "/derivatives/api/v3/withdrawals", """{"coin":"USDT","address":"0xA0b8","amount":"25"}"""),
            Draft.Of("POST", "/derivatives/api/v3/orders/", "pair=XBTUSD&volume=1.25&price=37500"),
            Draft.Of("POST", "/derivatives/api/v3/orders/"),
            Draft.Of("DELETE", "/derivatives/api/v3/orders?id=7a"),
        ];
        return shapes.Select(Signed).Where(Accepts);
    }
}
