namespace Holdfast.Server.Channels.Webhooks;

/// <summary>The name leads to a place that is never called.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
