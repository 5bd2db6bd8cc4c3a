using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Domain.Money;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Answers;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.Server.Permits;

/// <summary>
/// Signs the permit of one withdrawal: an ES256 JWS (RFC 7515) of 60 s that a wallet signer asks for before it signs.
/// A signer signs a `jti` once, ever.
/// </summary>
internal sealed class PermitSigner(ECDsa key, string issuer, string audience, ILog log)
{
    private readonly string header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        $$"""{"alg":"ES256","kid":"{{Jwk.KeyId(key)}}","typ":"holdfast-permit+jwt"}"""));

    private readonly Lock gate = new();

    /// <summary>A permit that is signed when its answer is durable, and never stored.</summary>
    public OnceOnly For(WithdrawalRecord record) => new("permit", () => Sign(record));

    public void WriteJwk(Utf8JsonWriter json) => Jwk.Write(json, key);

    private byte[] Sign(WithdrawalRecord record)
    {
        var content = header + "." + Base64Url.EncodeToString(Claims(record));
        byte[] signature;
        lock (gate) signature = key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256);
        return Encoding.ASCII.GetBytes($"\"{content}.{Base64Url.EncodeToString(signature)}\"");
    }

    private byte[] Claims(WithdrawalRecord record) => Json.Bytes(json =>
    {
        var request = record.Request;
        json.WriteStartObject();
        json.WriteString("iss", issuer);
        json.WriteString("aud", audience);
        json.WriteString("jti", $"{request.Account}/{request.Id}");
        json.WriteString("asset", request.Asset);
        json.WriteString("network", request.Network);
        json.WriteString("address", request.Address);
        json.WriteOptional("tag", request.Tag);
        json.WriteString("amount", Amount.Format(request.Amount));
        // both by the clock that signers see; `DecidedAt` is behind it while nobody vouched for the gap of a restart
        var until = record.PermitUntil!.Value;
        json.WriteNumber("iat", (until - RequestWithdrawal.PermitLife).Milliseconds / 1000);
        json.WriteNumber("exp", until.Milliseconds / 1000);
        WriteCheckpoint(json);
        json.WriteEndObject();
    });

    private void WriteCheckpoint(Utf8JsonWriter json)
    {
        if (log.LatestCheckpoint is not { } checkpoint) return;
        json.WritePropertyName("checkpoint");
        json.WriteRawValue(checkpoint.ToJson());
    }
}
