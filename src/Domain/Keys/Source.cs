using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Domain.Keys;

/// <summary>An IP address as a number in the IPv6 space; IPv4 lies at `::ffff:0:0/96`, so one place has one number.</summary>
[JsonConverter(typeof(IpJson))]
public readonly record struct Ip(UInt128 Number)
{
    /// <summary>Reads dotted IPv4 without leading zeros or IPv6 without a zone; false otherwise.</summary>
    public static bool TryParse(string? text, out Ip ip)
    {
        ip = default;
        if (string.IsNullOrEmpty(text) || text.Length > 45 || !IPAddress.TryParse(text, out var address)) return false;
        if (address.AddressFamily == AddressFamily.InterNetwork && !IsPlainIPv4(text)) return false;
        if (text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal)) return false;
        Span<byte> bytes = stackalloc byte[16];
        if (!address.MapToIPv6().TryWriteBytes(bytes, out _)) return false;
        ip = new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
        return true;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Number);
        var address = new IPAddress(bytes);
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    private static bool IsPlainIPv4(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4
            && Array.TrueForAll(parts, p => p.Length is > 0 and <= 3 && (p.Length == 1 || p[0] != '0')
                && p.AsSpan().ContainsAnyExceptInRange('0', '9') is false);
    }
}

/// <summary>A CIDR from which a key may be used.</summary>
[JsonConverter(typeof(SourceJson))]
public readonly record struct Source(UInt128 First, int PrefixLength)
{
    private static readonly UInt128 Mapped = (UInt128)0xffff << 32;

    /// <summary>All addresses: where a key without a source may be used from.</summary>
    public static readonly Source Anywhere = new(0, 0);

    /// <summary>Shifting by all 128 bits shifts by none, so a single address has an arm of its own.</summary>
    public UInt128 Last => PrefixLength == 128 ? First : First | (UInt128.MaxValue >> PrefixLength);

    /// <summary>Reads `198.51.100.0/24`, `2001:db8::/32` or one address; bits set behind the prefix are refused.</summary>
    public static bool TryParse(string? text, out Source source)
    {
        source = default;
        if (string.IsNullOrEmpty(text)) return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!Ip.TryParse(slash < 0 ? text : text[..slash], out var ip)) return false;
        var isIPv4 = !text.Contains(':', StringComparison.Ordinal);
        var bits = isIPv4 ? 32 : 128;
        var length = bits;
        if (slash >= 0)
        {
            var digits = text.AsSpan(slash + 1);
            if (digits.Length is 0 or > 3 || digits.ContainsAnyExceptInRange('0', '9')) return false;
            if (digits.Length > 1 && digits[0] == '0') return false;
            length = int.Parse(digits, CultureInfo.InvariantCulture);
            if (length > bits) return false;
        }
        if (isIPv4) length += 96;
        source = new(ip.Number, length);
        return length == 128 || (source.First & (UInt128.MaxValue >> length)) == 0;
    }

    public bool Contains(Ip ip) => ip.Number >= First && ip.Number <= Last;

    public bool Contains(Source other) => other.First >= First && other.Last <= Last;

    public override string ToString()
    {
        var isIPv4 = PrefixLength >= 96 && (First & ~(UInt128)0xffff_ffff) == Mapped;
        return string.Create(
            CultureInfo.InvariantCulture, $"{new Ip(First)}/{(isIPv4 ? PrefixLength - 96 : PrefixLength)}");
    }
}

internal sealed class SourceJson : JsonConverter<Source>
{
    public override Source Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Source.TryParse(reader.GetString(), out var source) ? source : throw new JsonException("not a source");

    public override void Write(Utf8JsonWriter writer, Source value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

internal sealed class IpJson : JsonConverter<Ip>
{
    public override Ip Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Ip.TryParse(reader.GetString(), out var ip) ? ip : throw new JsonException("not an address");

    public override void Write(Utf8JsonWriter writer, Ip value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
