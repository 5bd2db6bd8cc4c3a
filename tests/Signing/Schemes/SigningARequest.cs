using Holdfast.Signing.Claims;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Tests.Schemes;

public sealed class SigningARequest
{
    public static TheoryData<string> Rigs => [.. Rig.All.Select(r => r.ToString())];

    [Theory]
    [MemberData(nameof(Rigs))]
    public void Is_read_back_and_verified(string name)
    {
        var rig = Rig.Named(name);
        var examples = rig.Examples().ToArray();
        Assert.InRange(examples.Length, 1, 5);
        var holdsBody = (rig.Scheme.Covers & Coverage.Body) != Coverage.None;
        Assert.True(!holdsBody || examples.Any(e => e.Body.Length > 0), "no example with a body");
    }

    [Theory]
    [MemberData(nameof(Rigs))]
    public void States_key_time_and_algorithm(string name)
    {
        var rig = Rig.Named(name);
        var request = rig.Examples().First().ToBuffer().Request;
        Assert.Equal(Refusal.None, rig.Scheme.Read(request, new byte[request.ScratchBytes], out var claim));
        Assert.Equal(Keyring.KeyId, System.Text.Encoding.ASCII.GetString(claim.KeyId));
        Assert.Equal(Rig.Now, claim.Time.SignedAt);
        Assert.Equal(rig.Algorithm, claim.Algorithm);
        Assert.Equal(rig.Scheme.Covers, claim.Covers);
        Assert.Same(rig.Scheme, claim.Scheme);
        Assert.Equal((rig.Scheme.Covers & Coverage.Body) != Coverage.None, claim.NeedsBody);
    }

    [Theory]
    [MemberData(nameof(Rigs))]
    public void Needs_the_body_where_it_is_signed(string name)
    {
        var rig = Rig.Named(name);
        foreach (var example in rig.Examples())
        {
            var buffer = example.ToBuffer();
            buffer.SetBody([]).IsBodyWithheld = true;
            var expected = (rig.Scheme.Covers & Coverage.Body) != Coverage.None ? Refusal.BodyNeeded : Refusal.None;
            Assert.Equal(expected, rig.Scheme.Read(buffer.Request, new byte[buffer.Request.ScratchBytes], out _));
        }
    }

    [Theory]
    [MemberData(nameof(Rigs))]
    public void Has_one_replay_id_that_no_other_request_has(string name)
    {
        var rig = Rig.Named(name);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var at in new[] { Rig.Now, Rig.Now + 1_000 })
        {
            var examples = rig.Examples().Count();
            var draft = Draft.Of("POST", "/derivatives/api/v3/orders/", "pair=XBTUSD&volume=1.25&price=37500");
            if (examples == 0 || !rig.Accepts(rig.Signed(draft))) draft = Draft.Of("POST", "/derivatives/api/v3/withdrawals", "{}");
            // signing twice: ECDSA gives another signature, and the same id
            Assert.Equal(ReplayId(rig, rig.Signed(draft, at)), ReplayId(rig, rig.Signed(draft, at)));
            Assert.True(ids.Add(ReplayId(rig, rig.Signed(draft, at))));
        }
    }

    [Fact]
    public void Has_a_name_a_mark_and_algorithms_of_its_own()
    {
        Assert.Equal(Catalog.All.Length, Catalog.All.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Catalog.All, s => Assert.NotEmpty(s.Algorithms));
        Assert.All(Catalog.All, s => Assert.Same(s, Catalog.Named(s.Name)));
        Assert.Equal(
            ["binance", "bitget", "bitstamp", "bitvavo", "bybit", "coinbaseAdvanced", "coinbaseExchange", "httpMessageSignatures", "kraken", "krakenFutures", "kucoin", "mexc", "okx"],
            Catalog.All.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void States_one_scheme_at_most()
    {
        foreach (var (one, other) in Rig.All.SelectMany(_ => Rig.All, (a, b) => (a, b)).Where(p => p.a.Scheme != p.b.Scheme))
        {
            var draft = one.Examples().First();
            var both = draft with { Headers = [.. draft.Headers, .. other.Examples().First().Headers] };
            Assert.Equal(Refusal.SchemeAmbiguous, Catalog.Find(both.ToBuffer().Request, out var scheme));
            Assert.Null(scheme);
            break;
        }

        Assert.Equal(Refusal.SchemeMissing, Catalog.Find(Draft.Of("GET", "/").ToBuffer().Request, out _));
        Assert.Equal(Refusal.SchemeMissing, Catalog.Find(Draft.Of("GET", "/", "", ("Authorization", "Bearer of-somebody-else")).ToBuffer().Request, out _));
    }

    private static string ReplayId(Rig rig, Draft draft)
    {
        var request = draft.ToBuffer().Request;
        Assert.Equal(Refusal.None, rig.Scheme.Read(request, new byte[request.ScratchBytes], out var claim));
        var id = new byte[Claim.ReplayIdBytes];
        claim.WriteReplayId(id);
        return Convert.ToHexString(id);
    }
}
