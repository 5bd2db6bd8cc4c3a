using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>Who may call. The token itself never enters the core.</summary>
/// <param name="Hash">SHA-256 of the token in lower-case hex.</param>
/// <param name="IssuedBy">The staff member who issued it and saw it; null for the tokens of the first start.</param>
/// <param name="SecondedBy">The second staff member, where it took two.</param>
/// <param name="From">In force when now is later than this; null once it is.</param>
public sealed record Token(
    string Name, TokenRole[] Roles, string Hash, string? IssuedBy = null, string? SecondedBy = null, Instant? From = null)
{
    [JsonIgnore]
    public bool IsStaff => From is null && Has(TokenRole.Staff);

    public bool Has(TokenRole role) => Array.IndexOf(Roles, role) >= 0;
}

/// <summary>What a token is good for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TokenRole>))]
public enum TokenRole
{
    [JsonStringEnumMemberName("decide")] Decide,
    [JsonStringEnumMemberName("feed")] Feed,
    [JsonStringEnumMemberName("staff")] Staff,
}

/// <summary>The names of the first tokens, and what names and hashes look like.</summary>
public static partial class Tokens
{
    public const string Platform = "platform", Staff1 = "staff-1", Staff2 = "staff-2";

    public static bool IsName(string? text) => text is not null && Name().IsMatch(text);

    /// <summary>A SHA-256 in lower-case hex.</summary>
    public static bool IsDigest(string? text) => text is not null && Digest().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Digest();
}
