using Holdfast.Server.Announcements;
using Holdfast.Server.Channels.Email;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Clocks;
using Holdfast.Server.Deliveries;
using Holdfast.Server.Owners;
using Holdfast.Server.Secrets;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Verification;
using Holdfast.Signing.Keys;
using Holdfast.Storage;

namespace Holdfast.Server.Hosting;

/// <summary>All that tells people, put together: it runs behind the log and nothing that decides waits for it.</summary>
internal sealed record Messenger(
    Announcer Announcer, Dispatcher Dispatcher, Outgoing Outgoing, VetoLinks Links, AnnouncementSigner Signer, Ed25519 WebhookKey, Ways Ways)
    : IDisposable
{
    public static Messenger Make(
        ServerOptions options, DataFolder folder, ILog log, OwnerBook owners, InstallationClock clock, SecretSeal seal,
        Func<string> publicUrl, Trail trail, ILoggerFactory loggers)
    {
        var links = new VetoLinks(folder.Key("links"), publicUrl);
        var signer = new AnnouncementSigner(folder.SigningKey("announcement"), options.PublicRoot);
        var webhookKey = new Ed25519(folder.Key("webhook-ed25519"));
        var recording = new Recording(owners, links, new AnnouncementCodes(folder.Key("codes")), signer, publicUrl);
        var announcing = new Announcing(clock.Shown, options.Webhook is not null);
        var ways = new Ways(
            options.MailServer is { } smtp ? new SmtpMailer(smtp) : options.Sandbox ? new FolderMailer(folder.Outbox) : null,
            options.Sender,
            new WebhookSender(new OutboundOptions { Sandbox = options.Sandbox }, webhookKey),
            options.Webhook is { } url ? new PlatformHook(url, PlatformSecret(folder), webhookKey) : null);
        var outgoing = Outgoing.Open(Path.Combine(folder.Root, "outgoing.db"), log.Head);
        outgoing.Begin(Beginning.After(log, clock.Sure() - Beginning.Useless));
        return new Messenger(
            new Announcer(log, owners, announcing, recording, trail, loggers.CreateLogger<Announcer>()),
            new Dispatcher(
                log, owners, clock, outgoing, new Expiries(log, owners, outgoing), new Diary(owners, announcing, recording, options.StaffEmail ?? ""),
                new Post(ways, owners, signer, seal), loggers.CreateLogger<Dispatcher>()),
            outgoing, links, signer, webhookKey, ways);
    }

    /// <summary>Whether it could not do its work at the last try.</summary>
    public bool IsFailing => Announcer.IsFailing || Dispatcher.IsFailing;

    /// <summary>Waits until everything recorded so far is announced and was tried to be delivered.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        await Announcer.CatchUpAsync(stop);
        await Dispatcher.CatchUpAsync(stop);
    }

    /// <summary>Written out for the platform each time, because it needs it to check what it is sent.</summary>
    private static WebhookSecret PlatformSecret(DataFolder folder)
    {
        var secret = WebhookSecret.From(folder.Key("webhook-platform"));
        folder.WriteToken("webhook-secret", secret.Reveal());
        return secret;
    }

    public void Dispose()
    {
        Dispatcher.Dispose();
        Outgoing.Dispose();
        Ways.Dispose();
        WebhookKey.Dispose();
    }
}
