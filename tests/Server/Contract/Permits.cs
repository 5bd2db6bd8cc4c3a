using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

/// <summary>Checks permits as a wallet signer would: by the published key and nothing else.</summary>
public sealed class Permits(World world) : IClassFixture<World>
{
    private static readonly string[] Claims =
        ["iss", "aud", "jti", "asset", "network", "address", "tag", "amount", "iat", "exp", "checkpoint"];

    [Fact]
    public async Task Are_signed_by_the_published_key_and_say_what_was_decided()
    {
        var account = await world.AgedAsync();
        await world.CheckpointedAsync();
        var now = (await world.NowAsync()).ToUnixTimeSeconds();
        var reply = (await world.WithdrawAsync(account, "w1", "12.500")).Is(200);
        var (header, claims) = await ReadAsync(world, reply.Text("permit")!);
        Assert.Equal("ES256", (string?)header["alg"]);
        Assert.Equal(Claims, claims.AsObject().Select(m => m.Key));
        Assert.Equal("sandbox", (string?)claims["aud"]);
        Assert.Equal($"{account}/w1", (string?)claims["jti"]);
        Assert.Equal("USDT", (string?)claims["asset"]);
        Assert.Equal("TRON", (string?)claims["network"]);
        Assert.Equal(World.Tron, (string?)claims["address"]);
        Assert.Null(claims["tag"]);
        Assert.Equal("12.5", (string?)claims["amount"]);
        Assert.InRange((long)claims["iat"]!, now, now + 5);
        Assert.Equal(60, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.True((long)claims["checkpoint"]!["position"]! > 0);
    }

    [Fact]
    public async Task Of_a_production_installation_name_it_and_have_another_key()
    {
        await using var production = await RunningServer.ProductionAsync();
        var jwks = (await production.Nobody.GetAsync("/.well-known/jwks.json")).Is(200);
        Assert.NotEqual((string?)jwks["keys"]![0]!["x"],
            (string?)(await world.Nobody.GetAsync("/.well-known/jwks.json"))["keys"]![0]!["x"]);
        (await production.Platform.PostAsync("/v1/accounts", """{"id":"alice","email":"alice@example.com"}""")).Is(201);
        var reply = (await production.Platform.PostAsync("/v1/accounts/alice/withdrawals",
            """{"withdrawal":"w1","asset":"USDT","network":"TRON","amount":"10","address":"TJRabPrwbZy45sbavfcjinPJC18kjpRTv8","via":{"session":"s1","ip":"203.0.113.7","device":"phone","factorAt":"FACTOR"}}"""
                .Replace("FACTOR", DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ"), StringComparison.Ordinal))).Is(200);
        var (_, claims) = await ReadAsync(production, reply.Text("permit")!);
        Assert.StartsWith("holdfast-", (string?)claims["aud"], StringComparison.Ordinal);
        Assert.InRange((long)claims["exp"]!, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 50, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 61);
    }

    /// <summary>Header and claims of a permit, after its signature was found to be good.</summary>
    internal static async Task<(JsonNode Header, JsonNode Claims)> ReadAsync(RunningServer server, string permit)
    {
        var parts = permit.Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        var keys = (await server.Nobody.GetAsync("/.well-known/jwks.json")).Is(200)["keys"]!.AsArray();
        var key = keys.Single(k => (string?)k!["kid"] == (string?)header["kid"])!;
        using var ec = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars((string)key["x"]!), Y = Base64Url.DecodeFromChars((string)key["y"]!) },
        });
        Assert.True(ec.VerifyData(
            Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        return (header, JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!);
    }
}
