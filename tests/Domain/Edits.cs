using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Tests;

/// <summary>Short ways to say edits.</summary>
public static class Edits
{
    public const string Net = "198.51.100.0/24", At = "198.51.100.7", Elsewhere = "203.0.113.9";

    public static readonly CredentialKind Kept = new CredentialKind.Kept();

    public static Edit.AddKey Key(string key, params string[] permissions) =>
        new(key, "bot", permissions, [Source(Net)], null, Kept);

    public static Edit.AddKey UnboundKey(string key, params string[] permissions) =>
        new(key, "bot", permissions, [], null, Kept);

    public static Edit.Grant Grant(string permission, string key = "k1") => new(key, permission);

    public static Edit.Revoke Revoke(string permission, string key = "k1") => new(key, permission);

    public static Edit.AddSource AddSource(string source, string key = "k1") => new(key, Source(source));

    public static Edit.RemoveSource RemoveSource(string source, string key = "k1") => new(key, Source(source));

    public static Edit.AddDestination To(string address, string? tag = null, string asset = "USDT", string network = "TRON") =>
        new(asset, network, address, tag, "mine");

    public static Edit.RemoveDestination NotTo(string address, string? tag = null) => new("USDT", "TRON", address, tag);

    public static Edit.SetLimit Limit(decimal amount, double hours = 24, TimeSpan? length = null) =>
        new("USDT", null, TimeSpan.FromHours(hours), amount, length);

    public static Edit.SetHold Hold(Element element, double hours, TimeSpan? length = null) =>
        new(element, TimeSpan.FromHours(hours), length);

    public static Edit.AddFactor Passkey(string id) => new(id, FactorKind.Passkey, "key ring", null, new Passkey("credential-of-" + id, "key", "example.com", false));

    public static Edit.AddFactor Totp(string id) => new(id, FactorKind.Totp, "phone", null);

    public static Edit.AddGuardian Guardian(string id) => new(id, id, id + "@example.com");

    public static Edit.AddChannel Email(string id) => new(id, ChannelKind.Email, id + "@example.com");

    public static Edit.AddChannel Webhook(string id) => new(id, ChannelKind.Webhook, "https://example.com/" + id);

    public static readonly QuietHours Night = new("22:00", "07:00", "Europe/Berlin");

    public static Edit.SetAlerts Alerts(
        decimal? above, bool digest = false, QuietHours? quiet = null, string channel = Given.Mail) => new(channel, above, digest, quiet);

    public static Edit.RotateKey Rotate(string key = "k1", TimeSpan? overlap = null) => new(key, Kept, overlap);

    public static Via.Key Via(string key, string? credential = null, string ip = At) =>
        new(key, credential, Ip(ip), ip);

    public static Via.Session Session(Holdfast.Domain.Time.Instant factorAt, string id = "session-1") => new(id, At, "phone", factorAt);

    public static Source Source(string text) =>
        Holdfast.Domain.Keys.Source.TryParse(text, out var source) ? source : throw new ArgumentException("not readable", nameof(text));

    public static Ip Ip(string text) => Holdfast.Domain.Keys.Ip.TryParse(text, out var ip) ? ip : throw new ArgumentException("not readable", nameof(text));
}
