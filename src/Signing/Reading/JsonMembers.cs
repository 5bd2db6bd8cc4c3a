using System.Text.Unicode;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Reading;

/// <summary>
/// The members of one JSON object (RFC 8259), read where they stand: no names twice, no escapes in names, nothing behind the end. Values
/// that are objects or arrays are passed over. Neither throws nor allocates.
/// </summary>
internal static class JsonMembers
{
    private const int Most = 64;

    public static Refusal Check(ReadOnlySpan<byte> json, Refusal malformed)
    {
        if (!Utf8.IsValid(json)) return malformed;
        Span<ulong> names = stackalloc ulong[Most];
        var count = 0;
        var scan = new JsonScan(json);
        while (scan.TryMember(out var name, out _, out _))
        {
            if (count == Most) return Refusal.TooManyParameters;
            var hash = Hash(name);
            if (names[..count].Contains(hash)) return Refusal.DuplicateMember;
            names[count++] = hash;
        }

        return scan.IsAtEnd ? Refusal.None : malformed;
    }

    /// <param name="value">A string without its quotes, its escapes as they are; else the value as it stands.</param>
    public static bool TryFind(ReadOnlySpan<byte> json, scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out bool isString)
    {
        var scan = new JsonScan(json);
        while (scan.TryMember(out var one, out value, out isString))
        {
            if (one.SequenceEqual(name)) return true;
        }

        value = default;
        isString = false;
        return false;
    }

    /// <summary>Without its escapes; only those of ASCII are read.</summary>
    public static bool TryText(ReadOnlySpan<byte> raw, Span<byte> into, out int written)
    {
        written = 0;
        while (raw.Length > 0)
        {
            if (written == into.Length) return false;
            var one = raw[0];
            raw = raw[1..];
            if (one == (byte)'\\' && !TryEscape(ref raw, out one)) return false;
            into[written++] = one;
        }

        return true;
    }

    private static bool TryEscape(ref ReadOnlySpan<byte> raw, out byte one)
    {
        one = raw.Length > 0 ? raw[0] : (byte)0;
        if (one is (byte)'/' or (byte)'"' or (byte)'\\')
        {
            raw = raw[1..];
            return true;
        }

        // printable ASCII, as some writers escape `<`, `&` and `+`
        if (one != (byte)'u' || raw.Length < 5 || raw[1] != (byte)'0' || raw[2] != (byte)'0') return false;
        Span<byte> decoded = stackalloc byte[1];
        if (Convert.FromHexString(raw.Slice(3, 2), decoded, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        one = decoded[0];
        raw = raw[5..];
        return one is >= (byte)' ' and <= (byte)'~';
    }

    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        var hash = 14695981039346656037;
        foreach (var one in name) hash = unchecked((hash ^ one) * 1099511628211);
        return hash;
    }
}
