using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.CoinbaseAdvanced;

/// <summary>The claims of a token (RFC 7519 section 4.1), and `uri`: method, a blank, host and path of the one request that it is for.</summary>
internal static class TokenClaims
{
    public static void Read(scoped ref RequestReading reading, ReadOnlySpan<byte> json, ReadOnlySpan<byte> key, out StatedTime time)
    {
        reading.Refuse(JsonMembers.Check(json, Refusal.MalformedToken));
        var subject = TokenText.Of(ref reading, json, "sub"u8, Refusal.KeyMissing);
        reading.RefuseIf(!subject.SequenceEqual(key), Refusal.MalformedKey);
        var issuer = TokenText.Of(ref reading, json, "iss"u8, Refusal.MalformedToken);
        reading.RefuseIf(!issuer.SequenceEqual("cdp"u8) && !issuer.SequenceEqual("coinbase-cloud"u8), Refusal.MalformedToken);
        var uri = TokenText.Of(ref reading, json, "uri"u8, Refusal.UriMismatch);
        reading.RefuseIf(!IsFor(ref reading, uri), Refusal.UriMismatch);
        var (from, to) = (Seconds(ref reading, json, "nbf"u8), Seconds(ref reading, json, "exp"u8));
        reading.RefuseIf(to <= from, Refusal.MalformedTime);
        time = new StatedTime(from * 1000, Math.Max(0, to - from) * 1000, IsToken: true);
    }

    private static long Seconds(scoped ref RequestReading reading, ReadOnlySpan<byte> json, scoped ReadOnlySpan<byte> name)
    {
        var isThere = JsonMembers.TryFind(json, name, out var text, out var isString);
        reading.RefuseIf(!isThere, Refusal.TimeMissing);
        reading.RefuseIf(isString | !Times.TryNumber(text, out var seconds) || seconds > StatedTime.Last / 1000, Refusal.MalformedTime);
        return reading.Refusal == Refusal.None ? seconds : 0;
    }

    private static bool IsFor(scoped ref RequestReading reading, ReadOnlySpan<byte> uri)
    {
        var request = reading.Request;
        var (method, host) = (request.Method.Length, request.Host.Length);
        var path = reading.Path;
        reading.RefuseIf(!Characters.AreOfHost(request.Host), Refusal.MalformedHost);
        return uri.Length == method + 1 + host + path.Length
            && uri[..method].SequenceEqual(request.Method)
            && uri[method] == (byte)' '
            && Ascii.EqualsIgnoreCase(uri.Slice(method + 1, host), request.Host)
            && uri[(method + 1 + host)..].SequenceEqual(path);
    }
}
