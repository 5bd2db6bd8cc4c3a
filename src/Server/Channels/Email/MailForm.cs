using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements.Letters;
using MimeKit;
using MimeKit.Text;

namespace Holdfast.Server.Channels.Email;

/// <summary>An announcement as a mail: plain text and simple HTML of the same words, in base 64 so that no line of it can end a header.</summary>
internal static class MailForm
{
    public const string SignatureHeader = "Holdfast-Signature";

    /// <param name="id">Never the same for two messages, always the same for one.</param>
    public static MimeMessage Of(string id, string from, Telling to, Message message, string signature, Instant at)
    {
        var sender = MailboxAddress.Parse(from);
        var mail = new MimeMessage
        {
            Subject = message.Subject,
            Date = DateTimeOffset.FromUnixTimeMilliseconds(at.Milliseconds),
            MessageId = $"{id.Replace('/', '.')}@{sender.Domain}",
            Body = new MultipartAlternative { Part(TextFormat.Plain, message.Plain), Part(TextFormat.Html, message.Html) },
        };
        mail.From.Add(sender);
        mail.To.Add(new MailboxAddress("", to.To));
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add(SignatureHeader, signature);
        return mail;
    }

    private static TextPart Part(TextFormat format, string text) => new(format)
    {
        Text = text,
        ContentTransferEncoding = ContentEncoding.Base64,
    };
}
