using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Tests.Schemes;

/// <summary>Parts that are joined without a mark between them must be cut in one way only.</summary>
public sealed class JoiningParts
{
    [Fact]
    public void The_window_of_bybit_does_not_reach_into_the_payload()
    {
        // signed with a window of 5, and a query that begins with what a window of 5000 would end with
        var rig = Rig.Named("bybit with HmacSha256");
        var signed = rig.Signed(Draft.Of("GET", "/v5/x?000a=1&coin=USDT"), Rig.Now, window: 5);
        Assert.Equal("unclearBoundary", rig.Judge(signed, Keyring.Public(Algorithm.HmacSha256)));
        var moved = signed.With("x-bapi-recv-window", "5000") with { Target = "/v5/x?a=1&coin=USDT" };
        Assert.Equal("accepted", rig.Judge(moved, Keyring.Public(Algorithm.HmacSha256)));
    }

    [Theory]
    [InlineData("okx")]
    [InlineData("kucoin")]
    [InlineData("bitget")]
    [InlineData("bitvavo")]
    [InlineData("coinbaseExchange")]
    public void A_body_does_not_begin_as_a_target_ends(string scheme)
    {
        var rig = new Rig(Catalog.Named(scheme)!, Algorithm.HmacSha256);
        var signed = rig.Signed(Draft.Of("POST", "/withdraw?amount=1", "0&to=mine"));
        Assert.Equal("unclearBoundary", rig.Judge(signed, Keyring.Public(Algorithm.HmacSha256, rig.HasPassphrase)));
    }

    [Fact]
    public void Two_paths_that_kraken_futures_signs_alike_are_not_both_read()
    {
        var rig = Rig.Named("krakenFutures with HmacSha512");
        var signed = rig.Signed(Draft.Of("GET", "/derivatives/api/v3/accounts"));
        Assert.True(rig.Accepts(signed));
        Assert.Equal("unclearBoundary", rig.Judge(signed with { Target = "/api/v3/accounts" }, Keyring.Public(Algorithm.HmacSha512)));
    }

    [Fact]
    public void Parameters_in_query_and_body_are_refused()
    {
        var rig = Rig.Named("binance with HmacSha256");
        var signed = rig.Signed(Draft.Of("POST", "/api/v3/order", "quantity=1"));
        Assert.Equal("unsignedParameter", rig.Judge(signed with { Target = "/api/v3/order?symbol=LTCBTC" }, Keyring.Public(Algorithm.HmacSha256)));
    }

    [Fact]
    public void A_plus_in_a_signature_is_a_blank()
    {
        var rig = Rig.Named("binance with Ed25519");
        for (var i = 0; i < 50; i++)
        {
            var signed = rig.Signed(Draft.Of("GET", $"/api/v3/order?n={i}"));
            if (!signed.Target.Contains("%2B")) continue;
            Assert.True(rig.Accepts(signed));
            Assert.Equal("malformedSignature", rig.Judge(signed with { Target = signed.Target.Replace("%2B", "+") }, Keyring.Public(Algorithm.Ed25519)));
            return;
        }

        Assert.Fail("no signature has a plus");
    }

    [Fact]
    public void The_nonce_of_kraken_is_read_from_json_too()
    {
        var rig = Rig.Named("kraken with HmacSha512");
        var signed = rig.Signed(Draft.Of("POST", "/0/private/AddOrderBatch", """{"nonce":1790000000000,"orders":[{"pair":"XBTUSD"}]}"""));
        Assert.True(rig.Accepts(signed));
        var doubled = signed with { Body = Encoding.ASCII.GetBytes("""{"nonce":1790000000000,"orders":[],"nonce":1790000000001}""") };
        Assert.Equal("duplicateMember", rig.Judge(doubled, Keyring.Public(Algorithm.HmacSha512)));
    }
}
