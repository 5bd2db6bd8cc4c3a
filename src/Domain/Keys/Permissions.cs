namespace Holdfast.Domain.Keys;

/// <summary>The permissions that Holdfast knows by name; any other name is power of its own.</summary>
public static class Permissions
{
    public const string Read = "read", Trade = "trade", Transfer = "transfer", Withdraw = "withdraw", Manage = "manage";

    public static readonly IReadOnlyList<string> Known = [Read, Trade, Transfer, Withdraw, Manage];

    /// <summary>Letters, digits, `-`, `_`, `.`, a lower-case letter first, at most 32; no other spelling of a known one.</summary>
    public static bool IsWellFormed(string? name) =>
        name is { Length: > 0 and <= 32 } && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && !Known.Any(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)
                           && !k.Equals(name, StringComparison.Ordinal));
}
