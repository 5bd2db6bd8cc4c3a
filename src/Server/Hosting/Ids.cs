using System.Buffers.Text;
using System.Security.Cryptography;

namespace Holdfast.Server.Hosting;

/// <summary>Ids and nonces for the core, which takes no randomness of its own.</summary>
internal static class Ids
{
    public static string Change() => "c_" + Random(12);

    public static string Freeze() => "f_" + Random(12);

    public static string Report() => "r_" + Random(12);

    public static string Ceremony() => "p_" + Random(12);

    public static string Session() => "s_" + Random(12);

    public static string Act() => "a_" + Random(12);

    /// <summary>256 random bits, base64url.</summary>
    public static string Secret() => Random(32);

    private static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
