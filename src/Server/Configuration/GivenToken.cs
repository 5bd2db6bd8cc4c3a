using Holdfast.Server.Hosting;

namespace Holdfast.Server.Configuration;

/// <summary>`HOLDFAST_PLATFORM_TOKEN`: whoever guesses it decides. The token itself is never said.</summary>
internal static class GivenToken
{
    private const string Name = "HOLDFAST_PLATFORM_TOKEN";

    /// <summary>By its own characters; a random one of 32 hexadecimal digits has above 100.</summary>
    private const double LeastBits = 96;

    /// <summary>Words of examples and of lists of passwords.</summary>
    private static readonly string[] Known =
        ["changeme", "change-me", "change_me", "password", "passwort", "secret", "example", "default", "letmein", "yourtoken", "your-token", "your_token", "replace", "insert"];

    public static IEnumerable<string> Mistakes(ServerOptions options)
    {
        if (options.PlatformToken is not { } token) yield break;
        if (token is { Length: < 32 or > 256 } || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return $"{Name} needs 32 to 256 printable characters without blanks";
            yield break;
        }
        if (options.Sandbox) yield break;
        if (Bits(token) < LeastBits) yield return $"{Name} repeats itself, so it can be guessed: take 32 random bytes, as `openssl rand -hex 32` makes them";
        if (Array.Exists(Known, word => token.Contains(word, StringComparison.OrdinalIgnoreCase)))
            yield return $"{Name} holds a word of an example: take 32 random bytes, as `openssl rand -hex 32` makes them";
        foreach (var staff in (string[])["staff-1", "staff-2"])
            if (Read(Path.Combine(options.Data, staff)) == token)
                yield return $"{Name} is the token in `{staff}`: the platform could do alone what takes two of staff";
    }

    /// <summary>Shannon's entropy of the characters, for the whole.</summary>
    private static double Bits(string token) => -token.GroupBy(c => c)
        .Sum(g => g.Count() * Math.Log2((double)g.Count() / token.Length));

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
