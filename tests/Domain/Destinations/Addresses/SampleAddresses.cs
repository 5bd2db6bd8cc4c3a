namespace Holdfast.Domain.Tests.Destinations.Addresses;

/// <summary>Valid addresses, each the canonical spelling except for the X-addresses and raw TON.</summary>
internal static class SampleAddresses
{
    public const string BitcoinKeyHash = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
    public const string BitcoinScriptHash = "3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC";
    public const string BitcoinSegwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    public const string BitcoinTaproot = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0";
    public const string Evm = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    public const string Tron = "TNDzfERDpxLDS2w1q6yaFC7pzqaSQ3Bg3r";
    public const string Solana = "833XorXTTx5iya5B3Tr6iqEs9GbRuvVfwyLCP2vpdzhq";
    public const string Xrp = "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59";
    public const string XrpWithoutTag = "X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ";
    public const string XrpWithTag1 = "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu";
    public const string Ton = "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N";
    public const string TonRaw = "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8";
    public const string Litecoin = "MQMcJhpWHYVeQArcZR3sBgyPZxxRtnH441";
    public const string LitecoinSegwit = "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9";
    public const string Dogecoin = "DPS6iZj7roHquvwRYXNBua9QtKPzigUUhM";
    public const string BitcoinCash = "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a";

    /// <summary>Network and address; the addresses of every form that carries a checksum against mistyping.</summary>
    public static IReadOnlyList<(string Network, string Address)> WithFullChecksum { get; } =
    [
        ("BITCOIN", BitcoinKeyHash),
        ("BITCOIN", BitcoinScriptHash),
        ("BITCOIN", BitcoinSegwit),
        ("BITCOIN", BitcoinTaproot),
        ("LITECOIN", Litecoin),
        ("LITECOIN", LitecoinSegwit),
        ("DOGECOIN", Dogecoin),
        ("BITCOINCASH", BitcoinCash),
        ("TRON", Tron),
        ("XRP", Xrp),
        ("XRP", XrpWithoutTag),
        ("XRP", XrpWithTag1),
        ("TON", Ton),
    ];

    /// <summary>Everything above and the forms without a checksum, or with a weak one.</summary>
    public static IReadOnlyList<(string Network, string Address)> All { get; } =
    [
        .. WithFullChecksum,
        ("ETHEREUM", Evm),
        ("SOLANA", Solana),
        ("TON", TonRaw),
        ("FIAT", "DE89 3704 0044 0532 0130 00"),
        ("STELLAR", "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7"),
    ];
}
