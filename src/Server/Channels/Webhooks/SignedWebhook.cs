namespace Holdfast.Server.Channels.Webhooks;

/// <summary>The three headers of a webhook as they were sent, and its body to the byte.</summary>
internal sealed record SignedWebhook(string Id, string Timestamp, string Signature, ReadOnlyMemory<byte> Body);
