using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>Source: Web Authentication Level 3, sections 6.1 and 6.5.1.</summary>
internal static class AuthenticatorData
{
    private const int FlagsAt = 32, Header = 37, Attested = 18;

    /// <param name="attested">Whether a passkey must be in it: its id and its key come out.</param>
    public static Fault Of(byte[] data, bool attested, out (byte[] Id, byte[] Key)? made)
    {
        made = null;
        if (data.Length < Header) return Fault.Data;
        var (fault, flags) = (Fault.None, (Flags)data[FlagsAt]);
        if (!data.AsSpan(0, FlagsAt).SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(Scene.Domain)))) fault |= Fault.Domain;
        if (!flags.HasFlag(Flags.Present)) fault |= Fault.NobodyPresent;
        if (!flags.HasFlag(Flags.Verified)) fault |= Fault.NobodyVerified;
        if (flags.HasFlag(Flags.BackedUp) && !flags.HasFlag(Flags.BackupEligible)) fault |= Fault.Backup;
        ReadOnlyMemory<byte> rest = data.AsMemory(Header);
        if (flags.HasFlag(Flags.Attested) && (made = Take(ref rest)) is null) return fault | Fault.Data;
        if (attested != flags.HasFlag(Flags.Attested)) fault |= Fault.Data;
        if (flags.HasFlag(Flags.Extended) && TakeMap(ref rest) is null) return fault | Fault.Data;
        return rest.Length == 0 ? fault : fault | Fault.Data;
    }

    public static uint Count(byte[] data) => data.Length < Header ? 0 : BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(FlagsAt + 1));

    public static bool IsEligible(byte[] data) => data.Length >= Header && ((Flags)data[FlagsAt]).HasFlag(Flags.BackupEligible);

    /// <summary>Sixteen bytes that name the make, two that say how long the id is, the id, and the key.</summary>
    private static (byte[] Id, byte[] Key)? Take(ref ReadOnlyMemory<byte> rest)
    {
        if (rest.Length < Attested) return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest.Span[(Attested - 2)..]);
        if (rest.Length < Attested + length) return null;
        var id = rest.Slice(Attested, length).ToArray();
        rest = rest[(Attested + length)..];
        return TakeMap(ref rest) is { } key ? (id, key) : null;
    }

    private static byte[]? TakeMap(ref ReadOnlyMemory<byte> rest)
    {
        try
        {
            var cbor = new CborReader(rest, CborConformanceMode.Lax);
            if (cbor.PeekState() != CborReaderState.StartMap) return null;
            cbor.SkipValue();
            var map = rest[..^cbor.BytesRemaining].ToArray();
            rest = rest[^cbor.BytesRemaining..];
            return map;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            return null;
        }
    }
}
