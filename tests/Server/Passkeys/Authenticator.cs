using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.Passkeys;

/// <summary>
/// A passkey of P-256 and the browser around it, in software. Each part of what it gives back can be spoilt by itself, so that a test
/// fails at one step of verification and no other. Source: Web Authentication Level 3, sections 5.8.1, 6.1 and 6.5.
/// </summary>
internal sealed class Authenticator : IDisposable
{
    private readonly ECDsa key;
    private readonly bool isTheFirst;

    public Authenticator()
        : this(ECDsa.Create(ECCurve.NamedCurves.nistP256), isTheFirst: true)
    {
    }

    private Authenticator(ECDsa key, bool isTheFirst) => (this.key, this.isTheFirst) = (key, isTheFirst);

    public byte[] Id { get; set; } = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = "https://console.example.com";

    public string Domain { get; set; } = "console.example.com";

    public uint Count { get; set; }

    public byte[]? UserHandle { get; set; }

    /// <summary>User present, user verified; and for a registration: attested data.</summary>
    public Flags Flags { get; set; } = Flags.Present | Flags.Verified;

    public Func<JsonObject, JsonObject> ClientData { get; set; } = data => data;

    public Func<byte[], byte[]> ClientBytes { get; set; } = bytes => bytes;

    public Func<byte[], byte[]> AuthenticatorData { get; set; } = data => data;

    public Func<byte[], byte[]> Signature { get; set; } = signature => signature;

    public Func<JsonObject, JsonObject> Response { get; set; } = response => response;

    /// <summary>The algorithm that the key says it is for: ES256.</summary>
    public int Algorithm { get; set; } = -7;

    public Func<byte[], byte[]> PublicKey { get; set; } = cose => cose;

    /// <summary>What `navigator.credentials.create` gives for these options.</summary>
    public JsonObject Create(JsonNode options)
    {
        UserHandle = Base64Url.DecodeFromChars((string)options["user"]!["id"]!);
        var client = Client("webauthn.create", (string)options["challenge"]!);
        var data = AuthenticatorData(Data(Flags | Flags.Attested, Attested()));
        return Response(Credential(new JsonObject { ["clientDataJSON"] = Text(client), ["attestationObject"] = Text(Attestation(data)), ["transports"] = new JsonArray("internal") }));
    }

    /// <summary>What `navigator.credentials.get` gives for a challenge.</summary>
    public JsonObject Get(ReadOnlySpan<byte> challenge)
    {
        var client = Client("webauthn.get", Base64Url.EncodeToString(challenge));
        var data = AuthenticatorData(Data(Flags, []));
        var signed = Signature(key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var response = new JsonObject { ["clientDataJSON"] = Text(client), ["authenticatorData"] = Text(data), ["signature"] = Text(signed) };
        if (UserHandle is not null) response["userHandle"] = Text(UserHandle);
        return Response(Credential(response));
    }

    /// <summary>The same passkey, with nothing spoilt. It lives as long as this one.</summary>
    public Authenticator Again() => new(key, isTheFirst: false) { Id = Id, Origin = Origin, Domain = Domain, Count = Count, UserHandle = UserHandle };

    /// <param name="signature">r and s.</param>
    public bool Verifies(byte[] data, byte[] signature) =>
        key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public byte[] Sign(byte[] data, HashAlgorithmName hash) => key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose()
    {
        if (isTheFirst) key.Dispose();
    }

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Text(Id),
        ["rawId"] = Text(Id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private byte[] Client(string type, string challenge) => ClientBytes(JsonSerializer.SerializeToUtf8Bytes(ClientData(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = challenge,
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    })));

    private byte[] Data(Flags flags, byte[] attested)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), (byte)flags, .. count, .. attested];
    }

    private byte[] Attested()
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Id.Length);
        return [.. new byte[16], .. length, .. Id, .. PublicKey(Cose())];
    }

    private byte[] Cose()
    {
        var point = key.ExportParameters(false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        Write(1, 2);
        Write(3, Algorithm);
        Write(-1, 1);
        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();

        void Write(int name, int value)
        {
            cbor.WriteInt32(name);
            cbor.WriteInt32(value);
        }
    }

    private static byte[] Attestation(byte[] data)
    {
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString(data);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}

/// <summary>Source: Web Authentication Level 3, section 6.1.</summary>
[Flags]
internal enum Flags
{
    Present = 1,
    Verified = 4,
    BackupEligible = 8,
    BackedUp = 16,
    Attested = 64,
    Extended = 128,
}
