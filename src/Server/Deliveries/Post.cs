using System.Security.Cryptography;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements;
using Holdfast.Server.Announcements.Letters;
using Holdfast.Server.Channels;
using Holdfast.Server.Channels.Email;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Owners;
using Holdfast.Server.Secrets;
using Holdfast.Server.Verification;
using Holdfast.Storage;

namespace Holdfast.Server.Deliveries;

/// <summary>The ways out of this server, and which of them an announcement takes to a recipient.</summary>
/// <param name="Mail">Null where no mail server was named.</param>
/// <param name="Platform">The platform's own webhook; null where none was named.</param>
internal sealed record Ways(IMailer? Mail, string MailFrom, WebhookSender Hooks, PlatformHook? Platform) : IDisposable
{
    public void Dispose()
    {
        Mail?.Dispose();
        Hooks.Dispose();
        Platform?.Dispose();
    }
}

/// <summary>Makes the message of one delivery and sends it once.</summary>
internal sealed class Post(Ways ways, OwnerBook owners, AnnouncementSigner signer, SecretSeal seal)
{
    private bool mailFails;

    public bool HasPlatform => ways.Platform is not null;

    /// <summary>Whether the last mail was not taken for a reason that lies with the mail server or the way to it.</summary>
    public bool MailFails => Volatile.Read(ref mailFails);

    public async ValueTask<Attempt> SendAsync(
        Delivery delivery, StoredEvent stored, OwnerEvent.Announced announced, CancellationToken stop)
    {
        var at = new Instant(stored.At);
        if (delivery.Recipient == Delivery.Platform)
            return ways.Platform is { } platform
                ? await platform.SendAsync(announced, at, stop)
                : new Attempt.NoWay();
        if (delivery.Recipient >= announced.To.Length) return new Attempt.Refused("there is no such recipient");
        var to = announced.To[delivery.Recipient];
        return to.Kind switch
        {
            "email" when ways.Mail is { } mail => await MailAsync(mail, Mail(delivery, announced, to, at), stop),
            "webhook" => await HookAsync(stored.Owner, delivery, announced, to, at, stop),
            _ => new Attempt.NoWay(),
        };
    }

    private async Task<Attempt> MailAsync(IMailer mailer, MimeKit.MimeMessage mail, CancellationToken stop)
    {
        var attempt = await mailer.SendAsync(mail, stop);
        Volatile.Write(ref mailFails, attempt is Attempt.Later);
        return attempt;
    }

    private MimeKit.MimeMessage Mail(Delivery delivery, OwnerEvent.Announced announced, Telling to, Instant at)
    {
        var message = Message.Of(announced, to);
        var id = $"{announced.Announcement}/{delivery.Recipient}";
        var signature = signer.Sign(id, announced.Kind, to, message, at, message.Html);
        return MailForm.Of(id, ways.MailFrom, to, message, signature, at);
    }

    private Task<Attempt> HookAsync(
        string owner, Delivery delivery, OwnerEvent.Announced announced, Telling to, Instant at, CancellationToken stop)
    {
        var body = HookBody.Of(announced, [to], at);
        return ways.Hooks.SendAsync(
            to.To, HookBody.IdOf(announced, $"{delivery.Recipient}"), DateTimeOffset.UtcNow, body, Secrets(owner, to.To), stop);
    }

    /// <summary>The secrets of all channels with this address, those that ended lately included.</summary>
    private List<WebhookSecret> Secrets(string owner, string address)
    {
        var secrets = new List<WebhookSecret>();
        var moment = owners.ReadOwner(owner);
        foreach (var channel in moment.State.Channels)
        {
            if (channel.SealedSecret is not { } closed || !Announcing.IsTold(channel, moment.At)
                || !string.Equals(channel.To, address, StringComparison.Ordinal)) continue;
            var plain = seal.Open(owner, "channel/" + channel.Id, closed);
            secrets.Add(WebhookSecret.From(plain));
            CryptographicOperations.ZeroMemory(plain);
        }
        return secrets;
    }
}
