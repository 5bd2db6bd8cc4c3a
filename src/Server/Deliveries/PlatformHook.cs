using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Server.Channels;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Deliveries;

/// <summary>
/// The platform's own webhook: every announcement with all its recipients, for an exchange that sends its own mail. That it
/// took one starts no hold: it says with `/v1/announcements/taken` that it told its customers.
/// </summary>
internal sealed class PlatformHook(string url, WebhookSecret secret, Ed25519 key) : IDisposable
{
    private readonly WebhookSender sender = new(new OutboundOptions { ByOperator = true }, key);

    public Task<Attempt> SendAsync(OwnerEvent.Announced announced, Instant at, CancellationToken stop) =>
        sender.SendAsync(
            url, HookBody.IdOf(announced, "platform"), DateTimeOffset.UtcNow, HookBody.Of(announced, announced.To, at),
            [secret], stop);

    public void Dispose() => sender.Dispose();
}
