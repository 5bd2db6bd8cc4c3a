using Holdfast.Domain.Keys;
using Holdfast.Domain.Money;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Server.Reading;

/// <summary>Reads what a platform asks about a withdrawal.</summary>
internal static class WithdrawalReading
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Month = TimeSpan.FromDays(30);

    /// <summary>A tag that is neither stated nor in the address is no tag: it matches only a destination without one.</summary>
    public static WithdrawalBody Read(string account, Node n)
    {
        var id = n.Id("withdrawal");
        var asset = n.Asset("asset");
        var place = n.PlaceMaybeTagged();
        var amount = n.Amount("amount", positive: true);
        var request = new WithdrawalRequest(
            id, account, asset, place?.Network ?? "", amount ?? 0, place?.Address ?? "", place?.Tag, Value(n), Via(n), Envelope(n));
        return new WithdrawalBody(request, n.Signals());
    }

    private static Value? Value(Node n)
    {
        if (!n.Has("value") || n.Object("value") is not { } value) return null;
        var read = new Value(value.Amount("amount", positive: true) ?? 0, value.Asset("currency"));
        value.Done();
        return read;
    }

    private static EnvelopeWish? Envelope(Node n)
    {
        if (!n.Has("envelope") || n.Object("envelope") is not { } envelope) return null;
        var read = new EnvelopeWish(envelope.Amount("amount", positive: true) ?? 0, envelope.Span("period", Minute, Month) ?? default);
        envelope.Done();
        return read;
    }

    internal static Via Via(Node n)
    {
        if (n.Object("via") is not { } via) return new Via.Key("", null, default, "");
        Via read;
        if (via.Has("session"))
            read = new Via.Session(
                via.Text("session", 128) ?? "", via.Ip("ip") ?? "", via.Text("device", 128) ?? "", via.Time("factorAt") ?? default);
        else
        {
            var key = via.Id("key");
            var credential = via.Has("credential") ? via.Id("credential") : null;
            var from = via.Ip("ip") ?? "";
            read = new Via.Key(key, credential, Ip.TryParse(from, out var ip) ? ip : default, from);
        }
        via.Done();
        return read;
    }
}
