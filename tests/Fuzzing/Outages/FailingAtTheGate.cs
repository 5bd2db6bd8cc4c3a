using System.Text;
using Holdfast.Domain.Time;
using Holdfast.Fuzz.Http;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;

namespace Holdfast.Fuzzing.Tests.Outages;

/// <summary>A log that fails, and requests at the gate: no withdrawal passes, and nobody passes who should not.</summary>
public sealed class FailingAtTheGate
{
    private const string Read = "/api/v3/account";

    public static TheoryData<string> Outages => [.. Outage.All.Where(o => o.Appends is not null || o.Reads is not null).Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_log_lets_no_withdrawal_through(string name)
    {
        await using var house = await House.OpenAsync();
        var opened = await house.PostAsync("/v1/accounts", $$"""
            {"id":"dora","email":"dora@example.com","edits":[
             {"op":"addKey","key":"doras-bot","label":"bot","permissions":["read","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":{"kind":"shared","scheme":"binance"} },
             {"op":"addDestination","asset":"USDT","network":"TRON","address":"{{Stories.Tron}}","tag":null,"label":"own"}]}
            """);
        using var secret = SigningKey.OfSecret(Encoding.ASCII.GetBytes((string)opened["secrets"]![0]!["secret"]!));
        await house.AdvanceAsync("P3D");
        await house.AdvanceAsync("P9D");
        Assert.Equal(200, await AskAsync(house, secret, "GET", Read));
        var now = await NowAsync(house);
        house.Log.Now = Outage.All.Single(o => o.Name == name);
        Assert.NotEqual(200, await AskAsync(house, secret, "POST", Withdrawal("w1"), now));
        // what is in memory may go on; whoever has no key may not
        Assert.Contains(await AskAsync(house, secret, "GET", Read, now), (int[])[200, 403, 500]);
        using var other = SigningKey.OfSecret("somebody else's secret of a length"u8.ToArray());
        Assert.NotEqual(200, await AskAsync(house, other, "GET", Read, now));
        house.Log.Now = null;
    }

    private static string Withdrawal(string id) =>
        $"/sapi/v1/capital/withdraw/apply?coin=USDT&network=TRX&amount=100&address={Stories.Tron}&withdrawOrderId={id}";

    private static async Task<long> NowAsync(House house) =>
        Instant.TryParse((string)(await house.GetAsync("/sandbox/clock"))!.Json()!["now"]!, out var at) ? at.Milliseconds : throw new InvalidDataException("no time");

    private static async Task<int> AskAsync(House house, SigningKey secret, string method, string target, long? at = null)
    {
        var draft = new RequestBuffer().SetMethod(Encoding.ASCII.GetBytes(method)).SetTarget(Encoding.ASCII.GetBytes(target)).SetHost("api.example"u8);
        Catalog.Named("binance")!.Sign(draft, "doras-bot", secret, new Stamp(at ?? await NowAsync(house), 0, ""));
        using var client = new HttpClient { BaseAddress = house.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/authz");
        var fields = draft.Request.Headers;
        for (var i = 0; i < fields.Count; i++)
            request.Headers.TryAddWithoutValidation(Encoding.ASCII.GetString(fields.Name(i)), Encoding.ASCII.GetString(fields.Value(i)));
        foreach (var (name, value) in new[]
        {
            ("X-Original-Method", method), ("X-Original-URI", Encoding.ASCII.GetString(draft.Target)), ("X-Forwarded-For", "198.51.100.9"), ("X-Holdfast-Body", "none"),
        }) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}
