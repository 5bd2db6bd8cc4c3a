namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>One reason why an address was refused.</summary>
/// <param name="Code">One of <see cref="AddressMistakeCodes"/>.</param>
/// <param name="Field">`network`, `address` or `tag`.</param>
/// <param name="Text">For people; quotes at most 64 characters of the input, printable ASCII only.</param>
public sealed record AddressMistake(string Code, string Field, string Text)
{
    private const int QuotedLength = 64;

    internal static AddressMistake OfNetwork(string code, string network, string why) =>
        new(code, "network", $"`{Shown(network)}` {why}");

    internal static AddressMistake OfAddress(string code, string address, string why) =>
        new(code, "address", $"`{Shown(address)}` {why}");

    internal static AddressMistake OfTag(string code, string tag, string why) =>
        new(code, "tag", $"`{Shown(tag)}` {why}");

    // the text travels to terminals and logs, so nothing of the input but printable ASCII goes with it
    private static string Shown(string input)
    {
        var head = input.Length > QuotedLength ? input.AsSpan(0, QuotedLength) : input;
        Span<char> shown = stackalloc char[QuotedLength];
        for (var i = 0; i < head.Length; i++)
            shown[i] = head[i] is >= ' ' and <= '~' and not '`' ? head[i] : '?';
        var text = shown[..head.Length].ToString();
        return input.Length > QuotedLength ? text + "..." : text;
    }
}
