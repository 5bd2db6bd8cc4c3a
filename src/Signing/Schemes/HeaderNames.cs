using System.Text;

namespace Holdfast.Signing.Schemes;

/// <summary>The headers of a scheme that signs time, method, target and body; in lower case.</summary>
internal sealed class HeaderNames(string key, string signature, string time, string? window = null, string? passphrase = null)
{
    public byte[] Key { get; } = Encoding.ASCII.GetBytes(key);

    public byte[] Signature { get; } = Encoding.ASCII.GetBytes(signature);

    public byte[] Time { get; } = Encoding.ASCII.GetBytes(time);

    public byte[]? Window { get; } = window is null ? null : Encoding.ASCII.GetBytes(window);

    public byte[]? Passphrase { get; } = passphrase is null ? null : Encoding.ASCII.GetBytes(passphrase);
}
