using Holdfast.Server.Channels.Email;

namespace Holdfast.Server.Hosting;

/// <summary>What `holdfast serve` was told. All mistakes in it are named at once, and then nothing starts.</summary>
public sealed record ServerOptions
{
    /// <summary>The data folder; made with 0700 at the first start.</summary>
    public string Data { get; init; } = "holdfast-data";

    /// <summary>Where to listen: `http://` addresses, separated by `;`.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>A file that proposes a policy; null: the policy in force stays.</summary>
    public string? Policy { get; init; }

    /// <summary>A file with a checkpoint that was kept elsewhere: a log that does not have it was set back. Null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Where people reach this server from outside, for links in letters; null: the first of <see cref="Urls"/>.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Test clock, sandbox permits, loopback only.</summary>
    public bool Sandbox { get; init; }

    /// <summary>The first platform token, from `HOLDFAST_PLATFORM_TOKEN`; null: one is made.</summary>
    public string? PlatformToken { get; init; }

    /// <summary>Whether tokens made at the first start may be shown rather than written to the data folder.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The mail server: `smtp://[user@]host[:port]` (STARTTLS, but on loopback) or `smtps://…`; null: there is none.</summary>
    public string? Smtp { get; init; }

    /// <summary>The password of the mail server's user.</summary>
    public string? SmtpPassword { get; init; }

    /// <summary>A file with the certificates that the mail server's own is checked against; null: those of the machine.</summary>
    public string? SmtpAuthority { get; init; }

    /// <summary>Who letters come from; null: `holdfast@` and the host of <see cref="PublicUrl"/>.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Where staff are told that nobody could be told of a change; null: nowhere but in the feed.</summary>
    public string? StaffEmail { get; init; }

    /// <summary>The platform's own webhook for all announcements; null: it reads the feed.</summary>
    public string? Webhook { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What is wrong, each in one line.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        var mistakes = new List<string>();
        if (string.IsNullOrWhiteSpace(Data)) mistakes.Add("--data is empty");
        else if (File.Exists(Data)) mistakes.Add($"--data `{Data}` is a file");
        foreach (var url in Urls.Split(';'))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
                mistakes.Add($"--urls `{url}` is no address like http://127.0.0.1:5080");
            else if (uri.Scheme == "https")
                mistakes.Add($"--urls `{url}` is https: TLS ends at the proxy in front, and here is http");
            else if (Sandbox && !uri.IsLoopback) mistakes.Add($"--urls `{url}` is not loopback, and a sandbox listens on loopback only");
        }
        if (Policy is not null && !File.Exists(Policy)) mistakes.Add($"--policy `{Policy}` does not exist");
        if (Checkpoint is not null && Witnessing.Witness.MistakeIn(Checkpoint) is { } mistake) mistakes.Add($"--checkpoint {mistake}");
        if (PublicUrl is not null && !IsPublicUrl(PublicUrl))
            mistakes.Add($"--public-url `{PublicUrl}` is no address like https://holdfast.example.com");
        if (PlatformToken is { Length: < 32 or > 256 } || PlatformToken?.AsSpan().ContainsAnyExceptInRange('!', '~') == true)
            mistakes.Add("HOLDFAST_PLATFORM_TOKEN needs 32 to 256 printable characters without blanks");
        mistakes.AddRange(MailMistakes());
        if (Webhook is not null && !(Uri.TryCreate(Webhook, UriKind.Absolute, out var hook) && hook.UserInfo.Length == 0
            && (hook.Scheme == "https" || (hook.Scheme == "http" && hook.IsLoopback))))
            mistakes.Add("--webhook is no address like https://exchange.example.com/holdfast (http on loopback alone)");
        return mistakes;
    }

    /// <summary>Never what is secret in it.</summary>
    public override string ToString() => $"server options for {Data}";

    internal string Sender => MailFrom ?? $"holdfast@{(Uri.TryCreate(PublicRoot, UriKind.Absolute, out var uri)
        && uri.HostNameType == UriHostNameType.Dns ? uri.Host : "localhost")}";

    /// <summary>Null where no mail server was named.</summary>
    internal SmtpOptions? MailServer => Smtp is null ? null : SmtpOptions.Read(Smtp, SmtpPassword, SmtpAuthority, out _);

    private IEnumerable<string> MailMistakes()
    {
        if (Smtp is not null && SmtpOptions.Read(Smtp, SmtpPassword, SmtpAuthority, out var mistake) is null) yield return mistake!;
        if (Smtp is null && (SmtpPassword is not null || SmtpAuthority is not null)) yield return "--smtp is missing, and all that is given for it is in vain";
        if (SmtpAuthority is not null && !File.Exists(SmtpAuthority)) yield return $"--smtp-ca `{SmtpAuthority}` does not exist";
        if (MailFrom is not null && !MimeKit.MailboxAddress.TryParse(MailFrom, out _)) yield return $"--mail-from `{MailFrom}` is no address";
        if (StaffEmail is not null && !MimeKit.MailboxAddress.TryParse(StaffEmail, out _)) yield return $"--staff-email `{StaffEmail}` is no address";
    }

    internal string PublicRoot => (PublicUrl ?? Urls.Split(';')[0]).TrimEnd('/');

    private static bool IsPublicUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri is { Query: "", Fragment: "", UserInfo: "" };
}
