using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using Holdfast.Server.Verification;

namespace Holdfast.Server.Tests.Verification;

/// <summary>Makes of real announcements what a caller would wish for: other words, another recipient, another day, a copied signature.</summary>
internal sealed class Forger(Signed signed, int seed)
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly Random random = new(seed);
    private readonly ShownMessage[] real = [.. Enumerable.Range(1, 16).Select(i => signed.Message(i, $"owner-{i}@example.com", html: i % 2 == 0))];

    /// <summary>One forgery, with the message that it was made of and when it is shown.</summary>
    public (ShownMessage Forged, ShownMessage Real, long At) Next()
    {
        var whole = real[random.Next(real.Length)];
        var other = real[(Array.IndexOf(real, whole) + 1 + random.Next(real.Length - 1)) % real.Length];
        var at = Signed.Now + 60;
        var forged = random.Next(14) switch
        {
            0 => whole with { Text = Mutate(whole.Text) },
            1 => whole with { Subject = Mutate(whole.Subject) },
            2 => whole with { To = other.To },
            3 => whole with { To = Mutate(whole.To) },
            4 => whole with { Signature = other.Signature },
            5 => whole with { Signature = Mutate(whole.Signature) },
            6 => whole with { Signature = Rewrite(whole.Signature, 1, Mutate) },
            7 => whole with { Signature = Rewrite(whole.Signature, 0, h => h.Replace("ES256", "none", StringComparison.Ordinal)) },
            8 => whole with { Signature = OtherS(whole.Signature) },
            9 => whole with { Html = whole.Html is null ? "<p>call +15550100</p>" : Mutate(whole.Html) },
            10 => whole with { Html = whole.Html is null ? "" : null },
            11 => whole with { Kind = "webhook" },
            12 => whole with { Text = whole.Text.Replace("https://holdfast.example/veto/", "https://holdfast.exarnple/veto/", StringComparison.Ordinal) },
            _ => whole,
        };
        // what was not changed is shown too late, or before its time
        if (forged == whole) at = random.Next(2) == 0 ? Signed.Now + (14 * 86_400) + 1 + random.Next(1_000_000) : Signed.Now - 301 - random.Next(1_000_000);
        return (forged, whole, at);
    }

    private string Mutate(string text)
    {
        while (true)
        {
            var fresh = new StringBuilder(text);
            var place = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0: fresh[place] = (char)random.Next(0x20, 0x7F); break;
                case 1: fresh.Insert(place, (char)random.Next(0x20, 0x7F)); break;
                case 2: fresh.Remove(place, 1); break;
                case 3: fresh.Insert(place, '\u200B'); break;
                default: fresh.Remove(place, text.Length - place); break;
            }
            // an address in other letters' case is the same address
            if (!string.Equals(fresh.ToString(), text, StringComparison.OrdinalIgnoreCase)) return fresh.ToString();
        }
    }

    private static string Rewrite(string signature, int part, Func<string, string> how)
    {
        var parts = signature.Split('.');
        parts[part] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(how(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[part])))));
        return string.Join('.', parts);
    }

    /// <summary>The other signature that ECDSA would take as well.</summary>
    private static string OtherS(string signature)
    {
        var parts = signature.Split('.');
        var bytes = Base64Url.DecodeFromChars(parts[2]);
        var other = (Order - new BigInteger(bytes.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.AsSpan(32).Clear();
        other.CopyTo(bytes.AsSpan(64 - other.Length));
        parts[2] = Base64Url.EncodeToString(bytes);
        return string.Join('.', parts);
    }
}
