using System.Net.Sockets;
using Holdfast.Server.Channels.Email;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Doctor;

/// <summary>Whether the ways out of the house are open; nothing is sent.</summary>
internal static class ChannelCheck
{
    private const string Check = "channels";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IEnumerable<Finding>> LookAsync(ServerOptions options, CancellationToken stop)
    {
        var found = new List<Finding>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        if (options.Smtp is not null && options.MailServer is { } server) found.Add(await MailAsync(server, patience.Token));
        if (Uri.TryCreate(options.Webhook, UriKind.Absolute, out var webhook)) found.Add(await WebhookAsync(webhook, patience.Token));
        return found;
    }

    private static async Task<Finding> MailAsync(SmtpOptions server, CancellationToken stop)
    {
        using var mailer = new SmtpMailer(server);
        var why = "it takes longer than 10 seconds";
        try
        {
            why = await mailer.TryAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // as said
        }
        return why is null
            ? Finding.Fine(Check, $"the mail server {server} lets us in")
            : Finding.Wrong(
                Check, $"the mail server {server}: {why}", "letters wait, and so do the holds that they tell of",
                "see --smtp, --smtp-password-file and --smtp-ca, and whether this machine may reach it");
    }

    private static async Task<Finding> WebhookAsync(Uri webhook, CancellationToken stop)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(webhook.DnsSafeHost, webhook.Port, stop);
            return Finding.Fine(Check, $"the platform's webhook at {webhook.Host} takes connections");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return Finding.Warning(
                Check, $"the platform's webhook at {webhook.Host} can't be reached", "the platform hears of announcements late", "see --webhook, and whether it runs");
        }
    }
}
