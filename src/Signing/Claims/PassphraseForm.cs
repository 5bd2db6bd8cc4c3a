namespace Holdfast.Signing.Claims;

/// <summary>How a passphrase travels.</summary>
public enum PassphraseForm
{
    None,

    /// <summary>As it is (OKX, Bitget, Coinbase Exchange).</summary>
    Plain,

    /// <summary>As its HMAC-SHA256 under the secret (KuCoin, versions 2 and 3).</summary>
    Signed,
}
