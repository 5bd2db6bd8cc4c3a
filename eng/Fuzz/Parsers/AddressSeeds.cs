using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Fuzz.Parsers;

/// <summary>Addresses of random places in every form, network and tag beside them: `network|tag|address`, the tag `~` where none is stated.</summary>
internal static class AddressSeeds
{
    public static readonly string[] Networks =
        ["BITCOIN", "LITECOIN", "DOGECOIN", "BITCOINCASH", "TRON", "SOLANA", "XRP", "TON", "ETHEREUM", "NOWHERE", "FIAT"];

    private static readonly string[] Known =
    [
        "BITCOIN|~|bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "BITCOIN|~|bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "BITCOIN|~|3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC", "LITECOIN|~|ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "LITECOIN|~|MQMcJhpWHYVeQArcZR3sBgyPZxxRtnH441",
        "DOGECOIN|~|DPS6iZj7roHquvwRYXNBua9QtKPzigUUhM", "BITCOINCASH|~|bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "TRON|~|TNDzfERDpxLDS2w1q6yaFC7pzqaSQ3Bg3r", "SOLANA|~|833XorXTTx5iya5B3Tr6iqEs9GbRuvVfwyLCP2vpdzhq", "XRP|1|r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59",
        "XRP|~|X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu", "XRP||X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ",
        "TON|memo|EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N", "TON||0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8",
        "ETHEREUM|~|0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "NOWHERE|a tag|GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7", "FIAT||DE89 3704 0044 0532 0130 00",
    ];

    public static Func<Random, string> Of(string network) => random =>
        random.Next(2) == 0 ? Pick([.. Known.Where(k => k.StartsWith(network + "|", StringComparison.Ordinal))], random) : Made(network, random);

    private static string Made(string network, Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        if (random.Next(8) == 0) bytes.AsSpan(0, random.Next(32)).Clear();
        var hash = bytes.AsSpan(0, 20);
        var address = network switch
        {
            "BITCOIN" => Base58Check.Encode(Base58.Bitcoin, [(byte)(random.Next(2) * 5), .. hash]),
            "LITECOIN" => Base58Check.Encode(Base58.Bitcoin, [random.Next(2) == 0 ? (byte)0x30 : (byte)0x32, .. hash]),
            "DOGECOIN" => Base58Check.Encode(Base58.Bitcoin, [random.Next(2) == 0 ? (byte)0x1e : (byte)0x16, .. hash]),
            "BITCOINCASH" => Base58Check.Encode(Base58.Bitcoin, [(byte)(random.Next(2) * 5), .. hash]),
            "TRON" => Base58Check.Encode(Base58.Bitcoin, [0x41, .. hash]),
            "SOLANA" => Base58.Bitcoin.Encode(bytes),
            "XRP" => random.Next(2) == 0
                ? Base58Check.Encode(Base58.Xrp, [0x00, .. hash])
                : Base58Check.Encode(Base58.Xrp, [0x05, 0x44, .. hash, (byte)random.Next(3), .. bytes.AsSpan(20, 4), 0, 0, 0, 0]),
            "TON" => (random.Next(2) == 0 ? "0:" : "-1:") + Convert.ToHexStringLower(bytes),
            "ETHEREUM" => "0x" + Convert.ToHexStringLower(hash),
            _ => Convert.ToBase64String(bytes),
        };
        var tag = random.Next(4) switch { 0 => "~", 1 => random.NextInt64(uint.MaxValue * 2L).ToString(), 2 => "memo 1", _ => "" };
        return $"{network}|{tag}|{address}";
    }

    private static string Pick(string[] of, Random random) => of[random.Next(of.Length)];
}
