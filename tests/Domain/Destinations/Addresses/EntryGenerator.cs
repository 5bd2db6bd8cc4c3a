using Holdfast.Domain.Destinations.Addresses;
using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

/// <summary>Entries that are valid, nearly valid or nonsense; the same ones for the same seed.</summary>
internal sealed class EntryGenerator(int seed)
{
    private static readonly string[] Names = [.. NetworkCatalog.Names.Keys.Order(StringComparer.Ordinal)];
    private static readonly byte[] Versions = [0x00, 0x05, 0x30, 0x32, 0x1e, 0x16, 0x41, 0x6f];

    private readonly Random _random = new(seed);

    public AddressEntry Next()
    {
        var (network, address) = _random.Next(4) == 0 ? Made() : Pick(SampleAddresses.All);
        var slips = _random.Next(3) == 0 ? 0 : _random.Next(1, 4);
        for (var i = 0; i < slips; i++)
            address = Slip(address);
        if (_random.Next(10) == 0)
            network = _random.Next(4) == 0 ? Noise(40) : Pick(Names);
        return new AddressEntry(Cased(network), _random.Next(20) == 0 ? Noise(600) : Cased(address), Tag());
    }

    // the sound form of a random place, so that the accepted side is searched as well as the refused one
    private (string Network, string Address) Made()
    {
        var bytes = new byte[32];
        _random.NextBytes(bytes);
        if (_random.Next(8) == 0)
            bytes.AsSpan(0, _random.Next(bytes.Length)).Clear();
        var hash = bytes.AsSpan(0, 20);
        return _random.Next(6) switch
        {
            0 => (Pick(Names), Base58Check.Encode(Base58.Bitcoin, [Pick(Versions), .. hash])),
            1 => ("SOLANA", Base58.Bitcoin.Encode(bytes)),
            2 => ("XRP", Base58Check.Encode(Base58.Xrp, [0x00, .. hash])),
            3 => ("XRP", Base58Check.Encode(Base58.Xrp, [0x05, 0x44, .. hash, (byte)_random.Next(3), .. XrpTag()])),
            4 => ("TON", (_random.Next(2) == 0 ? "0:" : "-1:") + Convert.ToHexStringLower(bytes)),
            _ => ("BSC", "0x" + Convert.ToHexStringLower(hash)),
        };
    }

    private byte[] XrpTag()
    {
        var tag = new byte[8];
        if (_random.Next(2) == 0)
            _random.NextBytes(tag.AsSpan(0, _random.Next(6)));
        return tag;
    }

    private string? Tag() => _random.Next(6) switch
    {
        0 => null,
        1 => _random.NextInt64(uint.MaxValue * 2L).ToString().PadLeft(_random.Next(12), '0'),
        2 => Noise(130),
        _ => "",
    };

    private string Slip(string text)
    {
        var at = _random.Next(text.Length + 1);
        var end = Math.Min(text.Length, at + 1);
        return _random.Next(5) switch
        {
            0 => text[..at] + text[end..],
            1 => text[..at] + Character() + text[at..],
            2 => text[..at] + text[at..end] + text[at..],
            3 => text[..at],
            _ => text[..at] + Character() + text[end..],
        };
    }

    private string Cased(string text) => _random.Next(12) switch
    {
        0 => text.ToUpperInvariant(),
        1 => text.ToLowerInvariant(),
        _ => text,
    };

    private string Noise(int longest) =>
        string.Concat(Enumerable.Range(0, _random.Next(longest)).Select(_ => Character()));

    // mostly printable; else any UTF-16 unit, lone surrogates among them
    private char Character() => _random.Next(8) == 0 ? (char)_random.Next(0x10000) : (char)_random.Next(' ', '~' + 1);

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
