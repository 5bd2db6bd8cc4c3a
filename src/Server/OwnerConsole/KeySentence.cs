using Holdfast.Domain.Accounts;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Reviews;

namespace Holdfast.Server.OwnerConsole;

/// <summary>An API key as one sentence: what it can do, where money could go, and when it was last used.</summary>
internal static class KeySentence
{
    public static string Of(Look look, Account account, ApiKey key, KeyUsage usage)
    {
        if (key.Suspended) return "is suspended and can do nothing.";
        if (key.ExpiresAt is { } end && look.Moment.Wall > end) return "has expired and can do nothing.";
        return $"{Can([.. key.Permissions.Select(p => p.Name)], account)}; {From([.. key.Sources.Select(s => s.Source.ToString())])}; {Used(look, key, usage)}.";
    }

    public static string Can(string[] permissions, Account account)
    {
        if (permissions.Length == 0) return "can do nothing yet";
        string[] harmless = [.. permissions.Where(p => p is not (Permissions.Withdraw or Permissions.Transfer)).Select(Verb)];
        var can = harmless.Length == 0 ? "" : "can " + List(harmless);
        var moves = permissions.Contains(Permissions.Withdraw) ? $"could withdraw to {Places(account)}"
            : permissions.Contains(Permissions.Transfer) ? "could move money between your accounts" : "can't take money out";
        return can.Length == 0 ? moves : $"{can}; {moves}";
    }

    public static string From(string[] sources) => sources.Length == 0 ? "from anywhere" : $"from {List(sources)} only";

    public static string Places(Account account) => account.Destinations.Length switch
    {
        0 => "no address yet",
        1 => "1 address",
        var many => $"{many} addresses",
    };

    private static string Used(Look look, ApiKey key, KeyUsage usage) => usage switch
    {
        { Since: null } => "its use is not seen here",
        { LastUsed: null } => "was not used since it is watched",
        { LastUsed: { } last } => $"last used {look.Near(last)} from {(key.Sources.Length > 0 ? "a source you know" : usage.From is { Length: 1 } one ? one[0].ToString() : "more than one place")}",
    };

    private static string Verb(string permission) => permission switch
    {
        Permissions.Read => "read",
        Permissions.Trade => "trade",
        Permissions.Manage => "manage keys",
        _ => $"use “{permission}”, which Holdfast does not know",
    };

    private static string List(string[] words) => words.Length == 1 ? words[0] : string.Join(", ", words[..^1]) + " and " + words[^1];
}
