using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>Bodies of the right shape that can't be meant: a 422 that names the code and the place, and nothing recorded.</summary>
public sealed class Meanings(World world) : IClassFixture<World>
{
    private const string Xrp = "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59", Ton = "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N";

    public static TheoryData<string, string> Edits => new()
    {
        { """{"op":"fly"}""", "opUnknown@/edits/0/op" },
        { """{"op":"grant","key":"k1","permission":"Withdraw"}""", "permissionInvalid@/edits/0/permission" },
        { """{"op":"grant","key":"k1","permission":"with draw"}""", "permissionInvalid@/edits/0/permission" },
        { """{"op":"addSource","key":"k1","source":"198.51.100.7/24"}""", "sourceInvalid@/edits/0/source" },
        { """{"op":"addSource","key":"k1","source":"198.51.100.0/33"}""", "sourceInvalid@/edits/0/source" },
        { """{"op":"addSource","key":"k1","source":"2001:db8::1/64"}""", "sourceInvalid@/edits/0/source" },
        { """{"op":"addSource","key":"k1","source":"198.51.100"}""", "sourceInvalid@/edits/0/source" },
        { """{"op":"addSource","key":"k1","source":"198.51.100.0/24 "}""", "sourceInvalid@/edits/0/source" },
        { """{"op":"addSource","key":"k1","source":"010.0.0.1"}""", "sourceInvalid@/edits/0/source" },
        { """{"op":"addSource","key":"k1","source":"fe80::1%eth0"}""", "sourceInvalid@/edits/0/source" },
        { """{"op":"setAllowance","amount":"-1"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":"1e3"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":"1,5"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":"01"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":".5"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":"5."}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":" 5"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":"٥"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":"0.1234567890123456789"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":"123456789012345678901"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setAllowance","amount":"12345678901.123456789012345678"}""", "amountInvalid@/edits/0/amount" },
        { """{"op":"setExpiry","key":"k1","expiresAt":"1999-12-31T23:59:59Z"}""", "timeInvalid@/edits/0/expiresAt" },
        { """{"op":"setExpiry","key":"k1","expiresAt":"2201-01-01T00:00:00Z"}""", "timeInvalid@/edits/0/expiresAt" },
        { """{"op":"setExpiry","key":"k1","expiresAt":"2026-02-30T00:00:00Z"}""", "timeInvalid@/edits/0/expiresAt" },
        { """{"op":"setExpiry","key":"k1","expiresAt":"2026-01-01"}""", "timeInvalid@/edits/0/expiresAt" },
        { """{"op":"setExpiry","key":"k1","expiresAt":"2026-01-01T00:00:00"}""", "timeInvalid@/edits/0/expiresAt" },
        { """{"op":"setExpiry","key":"k1","expiresAt":"1767225600"}""", "timeInvalid@/edits/0/expiresAt" },
        { """{"op":"setSettling","length":"PT30M"}""", "spanOutOfRange@/edits/0/length" },
        { """{"op":"setSettling","length":"P31D"}""", "spanOutOfRange@/edits/0/length" },
        { """{"op":"setSettling","length":"P1M"}""", "spanInvalid@/edits/0/length" },
        { """{"op":"setSettling","length":"-P8D"}""", "spanInvalid@/edits/0/length" },
        { """{"op":"setHold","element":"flying","length":"P3D"}""", "elementUnknown@/edits/0/element" },
        { """{"op":"addFactor","factor":"f","kind":"sms","label":"x"}""", "factorNotSupported@/edits/0/kind" },
        { """{"op":"addChannel","channel":"c","kind":"fax","to":"1"}""", "channelKindUnknown@/edits/0/kind" },
        { """{"op":"addChannel","channel":"c","kind":"webhook","to":"http://example.com"}""", "webhookInvalid@/edits/0/to" },
        { """{"op":"addChannel","channel":"c","kind":"webhook","to":"https://a:b@example.com"}""", "webhookInvalid@/edits/0/to" },
        { """{"op":"addChannel","channel":"c","kind":"email","to":"a@b"}""", "emailInvalid@/edits/0/to" },
        { """{"op":"addChannel","channel":"c","kind":"email","to":"a@b.c\r\nBcc: x@y.z"}""", "emailInvalid@/edits/0/to" },
        { Alerts("25:00", "07:00"), "timeOfDayInvalid@/edits/0/quiet/from" },
        { Alerts("07:00", "07:00"), "quietEmpty@/edits/0/quiet/to" },
        { Alerts("22:00", "07:00", "Mars/Olympus"), "zoneUnknown@/edits/0/quiet/zone" },
        { """{"op":"setAlerts","channel":"email","above":"1e3","digest":false,"quiet":null}""", "amountInvalid@/edits/0/above" },
        { """{"op":"rotateKey","key":"k1","credential":{"kind":"public","algorithm":"p256","publicKey":"nonsense"}}""", "publicKeyInvalid@/edits/0/credential/publicKey" },
        { """{"op":"rotateKey","key":"k1","credential":{"kind":"public","algorithm":"dsa","publicKey":"x"}}""", "algorithmUnknown@/edits/0/credential/algorithm" },
        { Label("аdmin"), "labelScripts@/edits/0/label" },
        { Label("safe\u202Egnp"), "labelCharacter@/edits/0/label" },
        { Label("two\u200Bwords"), "labelCharacter@/edits/0/label" },
        { Label("line\\nbreak"), "labelCharacter@/edits/0/label" },
        { Label("<b>bold</b>"), "labelCharacter@/edits/0/label" },
        { Label("ticket: 4711"), "labelCharacter@/edits/0/label" },
        { Label(new string('x', 33)), "labelTooLong@/edits/0/label" },
        { Label("  "), "labelBlank@/edits/0/label" },
        { Place("TRON", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv9"), "addressChecksum@/edits/0/address" },
        { Place("ETHEREUM", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"), "addressChecksum@/edits/0/address" },
        { Place("ETHEREUM", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"), "addressMalformed@/edits/0/address" },
        { Place("BITCOIN", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T5"), "addressChecksum@/edits/0/address" },
        { Place("BITCOIN", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3"), "addressChecksum@/edits/0/address" },
        { Place("XRP", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk58", "\"1\""), "addressChecksum@/edits/0/address" },
        { Place("TON", "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2M", "\"\""), "addressChecksum@/edits/0/address" },
        { Place("BITCOIN", World.Tron), "addressOfAnotherNetwork@/edits/0/address" },
        { Place("XRP", Xrp), "tagMissing@/edits/0/tag" },
        { Place("TON", Ton), "tagMissing@/edits/0/tag" },
        { Place("XRP", Xrp, "\"4294967296\""), "tagMalformed@/edits/0/tag" },
        { Place("XRP", "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu", "\"2\""), "tagContradicted@/edits/0/tag" },
        { Place("TRON", World.Tron, "\"1\""), "tagNotUsed@/edits/0/tag" },
        { Place("NO NET", World.Tron), "networkMalformed@/edits/0/network" },
        { """{"op":"addKey","key":"k2","label":"x","permissions":["read","read"],"sources":[],"expiresAt":null,"credential":null}""", "permissionTwice@/edits/0/permissions" },
        { """{"op":"addKey","key":"k2","label":"x","permissions":["read","Trade"],"sources":["10.0.0.0/8","10.0.0.1/8"],"expiresAt":null,"credential":null}""", "permissionInvalid@/edits/0/permissions/1" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Of_edits_are_refused_with_their_place(string edit, string mistake)
    {
        await world.SettleAsync();
        var head = await world.HeadAsync();
        var reply = (await world.AskAsync("alice", edit)).Is(422);
        Assert.Contains(mistake, reply.Mistakes);
        Assert.Equal(head, await world.HeadAsync());
    }

    public static TheoryData<string, string, string> Others => new()
    {
        { "/v1/accounts/alice/changes", """{"by":{"kind":"owner","id":"a"},"edits":[]}""", "editsEmpty@/edits" },
        { "/v1/accounts/alice/changes", """{"by":{"kind":"boss","id":"a"},"edits":[{"op":"resetFactors"}]}""", "byKindUnknown@/by/kind" },
        { "/v1/accounts/alice/changes", """{"by":{"kind":"link","id":"a"},"edits":[{"op":"resetFactors"}]}""", "byKindUnknown@/by/kind" },
        { "/v1/accounts/alice/changes", """{"by":{"kind":"owner","id":"a","ip":"1.2.3"},"edits":[{"op":"resetFactors"}]}""", "ipInvalid@/by/ip" },
        { "/v1/accounts/alice/changes/c/approvals", """{"factor":"sms","digest":"zz","by":{"kind":"owner","id":"a"}}""", "factorNotSupported@/factor" },
        { "/v1/accounts/alice/freeze", """{"by":{"kind":"owner","id":"a"},"reason":"x","scope":"most"}""", "scopeUnknown@/scope" },
        { "/v1/accounts/alice/freeze", """{"by":{"kind":"owner","id":"a"},"reason":"x","for":"PT1S"}""", "spanOutOfRange@/for" },
        { "/v1/accounts/alice/withdrawals", World.Withdrawal("w", "0"), "amountZero@/amount" },
        { "/v1/accounts/alice/withdrawals", World.Withdrawal("w", ip: "300.1.1.1"), "ipInvalid@/via/ip" },
        { "/v1/accounts/alice/withdrawals", World.Withdrawal("w", address: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv9"), "addressChecksum@/address" },
        { "/v1/accounts/alice/withdrawals", World.Withdrawal("w", more: ",\"envelope\":{\"amount\":\"1\",\"period\":\"P31D\"}"), "spanOutOfRange@/envelope/period" },
        { "/v1/signals", """{"account":"alice","kind":"in call","at":"2026-01-01T00:00:00Z"}""", "signalKindInvalid@/kind" },
        { "/v1/tokens", """{"name":"x","roles":["decide","root"]}""", "roleUnknown@/roles/1" },
        { "/v1/tokens", """{"name":"x","roles":[]}""", "rolesMissing@/roles" },
        { "/v1/staff/acts", """{"kind":"clock","digest":"0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"}""", "digestInvalid@/digest" },
        { "/sandbox/clock", """{"advance":"-PT1H"}""", "spanInvalid@/advance" },
        { "/sandbox/clock", """{"advance":"PT0S"}""", "spanOutOfRange@/advance" },
        { "/v1/accounts", """{"id":"x","email":"no"}""", "emailInvalid@/email" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Of_other_bodies_are_refused_with_their_place(string path, string body, string mistake)
    {
        await world.SettleAsync();
        var head = await world.HeadAsync();
        var reply = await Bodies.For(world, path).PostAsync(path, body);
        Assert.True(reply.Status is 422 or 400 && reply.Mistakes.Contains(mistake), $"{reply.Status} {reply.Body}");
        Assert.Equal(head, await world.HeadAsync());
    }

    [Fact]
    public async Task Are_all_named_at_once_with_shapes_among_them()
    {
        await world.SettleAsync();
        var reply = (await world.Platform.PostAsync("/v1/accounts/alice/changes",
            """
            {"by":{"kind":"boss","id":"a b","ip":"x"},"extra":1,"edits":[
              {"op":"grant","key":7,"permission":"Fly"},
              {"op":"addKey","key":"k2","label":"<x>","permissions":[1,"Trade"],"sources":["10.0.0.1/8"],"expiresAt":"never","credential":null},
              {"op":"nonsense"}]}
            """)).Is(400, "requestMalformed");
        Assert.Equal(
        [
            "byKindUnknown@/by/kind", "idInvalid@/by/id", "ipInvalid@/by/ip", "labelCharacter@/edits/1/label",
            "memberUnknown@/extra", "opUnknown@/edits/2/op", "permissionInvalid@/edits/0/permission",
            "permissionInvalid@/edits/1/permissions/1", "sourceInvalid@/edits/1/sources/0", "timeInvalid@/edits/1/expiresAt",
            "typeWrong@/edits/0/key", "typeWrong@/edits/1/permissions/0",
        ], reply.Mistakes.Distinct().Order(StringComparer.Ordinal));
    }

    private static string Label(string label) => World.Place(label: label);

    private static string Alerts(string from, string to, string zone = "Europe/Berlin") =>
        $$$"""{"op":"setAlerts","channel":"email","above":null,"digest":false,"quiet":{"from":"{{{from}}}","to":"{{{to}}}","zone":"{{{zone}}}"}}""";

    private static string Place(string network, string address, string tag = "null") =>
        $$"""{"op":"addDestination","asset":"X","network":"{{network}}","address":"{{address}}","tag":{{tag}},"label":"there"}""";
}
