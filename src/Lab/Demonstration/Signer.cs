using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Lab.Demonstration;

/// <summary>What left, and where to.</summary>
internal sealed record Signed(decimal Amount, string Address);

/// <summary>
/// The wallet signer of the platform: has no token, signs nothing without a permit that verifies against the published
/// key, and signs each permit once. What it signed is what left.
/// </summary>
internal sealed class Signer(Client wire) : IDisposable
{
    private readonly HashSet<string> signed = new(StringComparer.Ordinal);
    private ECDsa? key;

    public void Dispose() => key?.Dispose();

    /// <summary>Signs what a permit allows: how much leaves, nothing when it has left already, and where to.</summary>
    public async Task<Signed> SignAsync(string permit)
    {
        key ??= await KeyAsync();
        var parts = permit.Split('.');
        var content = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        if (!key.VerifyData(content, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
            throw new InvalidOperationException("a permit is not signed by the server");
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var isFirst = signed.Add(Claim("jti"));
        return new Signed(isFirst ? decimal.Parse(Claim("amount"), CultureInfo.InvariantCulture) : 0m, Claim("address"));

        string Claim(string name) => claims.RootElement.GetProperty(name).GetString()!;
    }

    private async Task<ECDsa> KeyAsync()
    {
        var jwks = (await wire.GetAsync("/.well-known/jwks.json")).OrStop("publish its key");
        var jwk = jwks.Body.GetProperty("keys")[0];
        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()),
                Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()),
            },
        });
    }
}
