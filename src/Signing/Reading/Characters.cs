using System.Buffers;

namespace Holdfast.Signing.Reading;

/// <summary>Which bytes may stand where.</summary>
internal static class Characters
{
    /// <summary>RFC 3986 sections 3.3 and 3.4: what a path and a query are made of, and nothing else; so no byte of JSON's brackets.</summary>
    private static readonly SearchValues<byte> Targets = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?%"u8);

    private static readonly SearchValues<byte> Hosts = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]"u8);

    public static bool AreOfTarget(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(Targets);

    public static bool IsOfTarget(byte one) => Targets.Contains(one);

    public static bool AreOfHost(ReadOnlySpan<byte> bytes) => bytes.Length is > 0 and <= 255 && !bytes.ContainsAnyExcept(Hosts);

    /// <summary>`GET` and the like: 1 to 16 capital letters.</summary>
    public static bool AreOfMethod(ReadOnlySpan<byte> bytes) => bytes.Length is > 0 and <= 16 && !bytes.ContainsAnyExceptInRange((byte)'A', (byte)'Z');

    /// <summary>ASCII from blank to tilde.</summary>
    public static bool ArePrintable(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    /// <summary>ASCII without blanks.</summary>
    public static bool AreVisible(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    public static bool AreDigits(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
