using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Domain.Time;
using Holdfast.Server.Passkeys;
using Holdfast.Storage;

namespace Holdfast.Server.Sessions;

/// <summary>
/// What passkeys sign to sign in. A challenge says by itself that it is ours and until when, so that whoever asks for many takes no room
/// from anybody; that one signs in once is the log's business. It is longer than a digest, so none is the approval of anything.
/// </summary>
internal sealed class SignInChallenges(byte[] key)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private const int Time = 8, Nonce = 24, Mac = 32, Size = Time + Nonce + Mac;

    public byte[] Make(Instant wall)
    {
        var challenge = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(challenge, (wall + Life).Milliseconds);
        RandomNumberGenerator.Fill(challenge.AsSpan(Time, Nonce));
        Seal(challenge.AsSpan(0, Time + Nonce), challenge.AsSpan(Time + Nonce));
        return challenge;
    }

    /// <summary>The challenge that a passkey says to have signed; null where it is none of ours, or over.</summary>
    public byte[]? In(PasskeyResponse response, Instant wall)
    {
        if (Signed(response) is not { Length: Size } challenge) return null;
        Span<byte> mac = stackalloc byte[Mac];
        Seal(challenge.AsSpan(0, Time + Nonce), mac);
        return CryptographicOperations.FixedTimeEquals(mac, challenge.AsSpan(Time + Nonce))
            && wall <= new Instant(BinaryPrimitives.ReadInt64BigEndian(challenge)) ? challenge : null;
    }

    /// <summary>Claimed by the session that it opens.</summary>
    public static LogKey Once(byte[] challenge) => LogKey.OfBytes("signIn", "", challenge);

    private void Seal(ReadOnlySpan<byte> text, Span<byte> mac) => HMACSHA256.HashData(key, text, mac);

    private static byte[]? Signed(PasskeyResponse response)
    {
        try
        {
            using var client = JsonDocument.Parse(Base64Url.DecodeFromChars(response.ClientData));
            return client.RootElement.ValueKind == JsonValueKind.Object && client.RootElement.TryGetProperty("challenge", out var said)
                && said.ValueKind == JsonValueKind.String ? Base64Url.DecodeFromChars(said.GetString()) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
