using Holdfast.Server.Channels.Email;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Configuration;

/// <summary>The ways out of the house: the mail server and the platform's own webhook.</summary>
internal static class Mail
{
    public static IEnumerable<string> Mistakes(ServerOptions options)
    {
        if (options.Smtp is { } smtp && SmtpOptions.Read(smtp, options.SmtpPassword, options.SmtpAuthority, out var mistake) is null)
            yield return mistake!;
        if (options is { Smtp: null } and ({ SmtpPassword: not null } or { SmtpAuthority: not null }))
            yield return "--smtp is missing, and all that is given for it is in vain";
        if (options.SmtpPasswordFile is { } file && PasswordFile(file, options.Sandbox) is { } wrong) yield return wrong;
        if (options.SmtpAuthority is { } authority && !File.Exists(authority)) yield return $"--smtp-ca `{authority}` does not exist";
        if (options.MailFrom is { } from && !MimeKit.MailboxAddress.TryParse(from, out _)) yield return $"--mail-from `{from}` is no address";
        if (options.StaffEmail is { } staff && !MimeKit.MailboxAddress.TryParse(staff, out _)) yield return $"--staff-email `{staff}` is no address";
        if (options.Webhook is { } webhook && !IsWebhook(webhook))
            yield return "--webhook is no address like https://exchange.example.com/holdfast (http on loopback alone)";
    }

    private static string? PasswordFile(string file, bool sandbox) =>
        !File.Exists(file) ? $"--smtp-password-file `{file}` does not exist"
        : !sandbox && FolderSafety.IsOpen(file)
            ? $"--smtp-password-file `{file}` is open to others: chmod 600 {file}"
            : null;

    private static bool IsWebhook(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
        && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));
}
