using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements.Letters;
using Holdfast.Server.Answers;

namespace Holdfast.Server.Deliveries;

/// <summary>An announcement as the body of a webhook: the same for each attempt, so that its id stands for it.</summary>
internal static class HookBody
{
    /// <summary>The same at every attempt, and without a dot: the signature parts the id from the rest with one.</summary>
    public static string IdOf(OwnerEvent.Announced announced, string recipient) =>
        $"{announced.Announcement.Replace('.', '-')}-{recipient}";

    /// <param name="to">One recipient, or for the platform all of them.</param>
    public static byte[] Of(OwnerEvent.Announced announced, Telling[] to, Instant at) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", $"announcement.{announced.Kind}");
        json.WriteString("timestamp", at.ToString());
        json.WriteStartObject("data");
        json.WriteString("announcement", announced.Announcement);
        json.WriteString("account", announced.Account);
        json.WriteOptional("change", announced.Change);
        json.WriteString("subject", announced.Subject);
        json.WriteStartArray("text");
        foreach (var line in announced.Text) json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteOptional("until", announced.Until, t => t);
        json.WriteStartArray("to");
        foreach (var recipient in to)
        {
            json.WriteStartObject();
            json.WriteString("channel", recipient.Channel);
            json.WriteString("kind", recipient.Kind);
            json.WriteString("to", recipient.To);
            json.WriteString("message", Message.Of(announced, recipient).Plain);
            json.WriteOptional("link", recipient.Link);
            json.WriteOptional("linkAll", recipient.LinkAll);
            json.WriteOptional("code", recipient.Code);
            json.WriteOptional("signature", recipient.Signature);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
