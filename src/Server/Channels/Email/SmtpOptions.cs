namespace Holdfast.Server.Channels.Email;

/// <summary>The mail server that letters are handed to.</summary>
/// <param name="User">Null where it asks for none.</param>
/// <param name="Tls">From the first byte (`smtps`), by STARTTLS, or none at all, which only loopback may have.</param>
/// <param name="Authority">A file with the certificates that its own is checked against; null: those of the machine.</param>
internal sealed record SmtpOptions(string Host, int Port, SmtpTls Tls, string? User, string? Password, string? Authority)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => $"{Host}:{Port}";

    /// <summary>Reads `smtp://[user@]host[:port]` or `smtps://…`; null, and why, when it is neither.</summary>
    public static SmtpOptions? Read(string url, string? password, string? authority, out string? mistake)
    {
        mistake = null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0
            || uri.PathAndQuery is not ("/" or "") || uri.Fragment.Length > 0)
            mistake = $"--smtp `{Without(url)}` is no address like smtp://user@mail.example.com:587";
        else if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
            mistake = "--smtp holds a password: give it in a file with --smtp-password-file, so that no list of processes shows it";
        else if (uri.UserInfo.Length > 0 && string.IsNullOrEmpty(password))
            mistake = "--smtp names a user: his password is needed in --smtp-password-file";
        if (mistake is not null) return null;
        var tls = uri!.Scheme == "smtps" ? SmtpTls.Direct : uri.IsLoopback && authority is null ? SmtpTls.None : SmtpTls.Start;
        var port = uri.Port > 0 ? uri.Port : uri.Scheme == "smtps" ? 465 : 587;
        return new SmtpOptions(
            uri.DnsSafeHost, port, tls, uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : null, password, authority);
    }

    private static string Without(string url) => url.Contains('@', StringComparison.Ordinal) ? "…" + url[url.LastIndexOf('@')..] : url;
}

/// <summary>When the connection to the mail server is encrypted.</summary>
internal enum SmtpTls
{
    Direct,
    Start,

    /// <summary>Loopback alone: nobody is between.</summary>
    None,
}
