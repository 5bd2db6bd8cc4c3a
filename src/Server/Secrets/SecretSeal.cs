using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Answers;
using Holdfast.Server.Gate;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Secrets;

/// <summary>
/// Makes the secrets of one-time codes, shared credentials and webhooks, and seals them with AES-256-GCM under the installation's
/// key, bound to the owner and the thing that they are for, and named after the key. A secret is shown once, in the answer that made it.
/// </summary>
internal sealed class SecretSeal(byte[] key) : IDisposable
{
    private const int Nonce = 12, Tag = 16;

    /// <summary>Begins a sealed secret that names its key; the first form, base64 alone, had no full stop.</summary>
    private const string Form = "2.";

    private readonly string mark = $"{Form}{Convert.ToHexStringLower(HMACSHA256.HashData(key, "holdfast secrets key id"u8).AsSpan(0, 4))}.";
    private readonly AesGcm aes = new(key, Tag);
    private readonly Lock gate = new();

    public MadeSecrets Make(Edit[] edits, string owner, string change)
    {
        var made = new List<MadeSecret>();
        foreach (var edit in edits)
            switch (edit)
            {
                case Edit.AddFactor { Kind: FactorKind.Totp } e:
                    made.Add(Totp(owner, e.Factor));
                    break;
                case Edit.AddFactor { Kind: FactorKind.Recovery } e:
                    made.Add(Recovery(owner, e.Factor));
                    break;
                case Edit.Recover { Kind: FactorKind.Totp } e:
                    made.Add(Totp(owner, e.Factor));
                    break;
                case Edit.AddKey { Credential: CredentialKind.Shared } e:
                    made.Add(Shared(owner, e.Key, "c1", ((CredentialKind.Shared)e.Credential).Scheme));
                    break;
                case Edit.RotateKey { Credential: CredentialKind.Shared } e:
                    made.Add(Shared(owner, e.Key, change, ((CredentialKind.Shared)e.Credential).Scheme));
                    break;
                case Edit.AddChannel { Kind: ChannelKind.Webhook } e:
                    made.Add(Webhook(owner, e.Channel));
                    break;
                default:
                    break;
            }
        return new MadeSecrets(made);
    }

    /// <exception cref="CryptographicException">The secret was sealed for another owner or thing, with another key, or it was altered.</exception>
    public byte[] Open(string owner, string what, string sealedSecret)
    {
        var isNamed = sealedSecret.StartsWith(Form, StringComparison.Ordinal);
        if (isNamed && !sealedSecret.StartsWith(mark, StringComparison.Ordinal)) throw new CryptographicException("this was sealed with another key");
        var text = isNamed ? sealedSecret.AsSpan(mark.Length) : sealedSecret;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64Chars(text, bytes, out var length) || length < Nonce + Tag)
            throw new CryptographicException("this is no sealed secret");
        bytes = bytes[..length];
        var plain = new byte[bytes.Length - Nonce - Tag];
        lock (gate)
            aes.Decrypt(
                bytes.AsSpan(0, Nonce), bytes.AsSpan(Nonce, plain.Length), bytes.AsSpan(Nonce + plain.Length), plain,
                Bound(isNamed ? mark : "", owner, what));
        return plain;
    }

    /// <summary>What was sealed in the first form is bound to the key of its credential only.</summary>
    public byte[] OpenShared(string owner, string apiKey, string credential, string sealedSecret) => Open(
        owner, sealedSecret.StartsWith(Form, StringComparison.Ordinal) ? For(apiKey, credential) : "key/" + apiKey, sealedSecret);

    public string Seal(string owner, string what, ReadOnlySpan<byte> plain)
    {
        var bytes = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, Nonce));
        lock (gate)
            aes.Encrypt(
                bytes.AsSpan(0, Nonce), plain, bytes.AsSpan(Nonce, plain.Length), bytes.AsSpan(Nonce + plain.Length),
                Bound(mark, owner, what));
        return mark + Convert.ToBase64String(bytes);
    }

    public string SealShared(string owner, string apiKey, string credential, ReadOnlySpan<byte> plain) =>
        Seal(owner, For(apiKey, credential), plain);

    public void Dispose() => aes.Dispose();

    private MadeSecret Totp(string owner, string factor)
    {
        var secret = RandomNumberGenerator.GetBytes(Domain.Factors.Totp.SecretBytes);
        return new MadeSecret([("factor", factor)], "factor/" + factor, Domain.Factors.Totp.Base32(secret),
            // ids may hold a colon; in a key uri it parts the names
            Domain.Factors.Totp.Uri("Holdfast", factor.Replace(':', '.'), secret), Seal(owner, "factor/" + factor, secret));
    }

    /// <summary>Only hashes are sealed: whoever opens the seal has no code yet.</summary>
    private MadeSecret Recovery(string owner, string factor)
    {
        var codes = RecoveryCodes.Write(RandomNumberGenerator.GetBytes(RecoveryCodes.RandomBytes));
        var kept = RecoveryCodes.Hash(RandomNumberGenerator.GetBytes(RecoveryCodes.SaltBytes), codes);
        return new MadeSecret([("factor", factor)], "factor/" + factor, "", null, Seal(owner, "factor/" + factor, kept), Codes: codes);
    }

    private MadeSecret Shared(string owner, string apiKey, string credential, string scheme)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        return new MadeSecret([("key", apiKey), ("credential", credential)], $"credential/{apiKey}/{credential}",
            SharedCredential.Text(scheme, secret), null, SealShared(owner, apiKey, credential, secret), SharedCredential.Passphrase(scheme, secret));
    }

    /// <summary>Written as Standard Webhooks write the key of an HMAC.</summary>
    private MadeSecret Webhook(string owner, string channel)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        return new MadeSecret([("channel", channel)], "channel/" + channel,
            "whsec_" + Convert.ToBase64String(secret), null, Seal(owner, "channel/" + channel, secret));
    }

    private static string For(string apiKey, string credential) => $"credential/{apiKey.Length}:{apiKey}/{credential}";

    private static byte[] Bound(string mark, string owner, string what) => Encoding.UTF8.GetBytes($"{mark}{owner.Length}:{owner}/{what}");
}

/// <summary>One secret, in plain for its first reader and sealed for the log.</summary>
/// <param name="Of">The members of the answer that say whose it is.</param>
/// <param name="For">The same as the core spells it.</param>
internal sealed record MadeSecret(
    (string Member, string Id)[] Of, string For, string Plain, string? Uri, string Sealed, string? Passphrase = null,
    string[]? Codes = null)
{
    /// <summary>Names what it is for, never the secret.</summary>
    public override string ToString() => $"secret of {For}";
}

/// <summary>The secrets that a change makes.</summary>
internal sealed class MadeSecrets(IReadOnlyList<MadeSecret> secrets)
{
    public SecretPart[] Sealed => [.. secrets.Select(s => new SecretPart(s.For, s.Sealed))];

    /// <summary>The member of the answer that shows them once; null where there are none or nothing was recorded.</summary>
    public OnceOnly? Once(Change? recorded) => secrets.Count == 0 || recorded is null
        ? null
        : new OnceOnly("secrets", () => Json.Bytes(json =>
        {
            json.WriteStartArray();
            foreach (var secret in secrets) Write(json, secret);
            json.WriteEndArray();
        }));

    private static void Write(Utf8JsonWriter json, MadeSecret secret)
    {
        json.WriteStartObject();
        foreach (var (member, id) in secret.Of) json.WriteString(member, id);
        if (secret.Codes is { } codes) WriteCodes(json, codes);
        else json.WriteString("secret", secret.Plain);
        if (secret.Passphrase is not null) json.WriteString("passphrase", secret.Passphrase);
        if (secret.Uri is not null) json.WriteString("uri", secret.Uri);
        json.WriteEndObject();
    }

    private static void WriteCodes(Utf8JsonWriter json, string[] codes)
    {
        json.WriteStartArray("codes");
        foreach (var code in codes) json.WriteStringValue(code);
        json.WriteEndArray();
    }
}
