using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.CoinbaseAdvanced;

/// <summary>Members of a token that are text, without their escapes (some writers escape every slash).</summary>
internal static class TokenText
{
    public static ReadOnlySpan<byte> Of(
        scoped ref RequestReading reading, ReadOnlySpan<byte> json, scoped ReadOnlySpan<byte> name, Refusal missing)
    {
        var isThere = JsonMembers.TryFind(json, name, out var raw, out var isString);
        reading.RefuseIf(!isThere, missing);
        reading.RefuseIf(!isString, Refusal.MalformedToken);
        if (reading.Refusal != Refusal.None || raw.IndexOf((byte)'\\') < 0) return raw;
        var room = reading.Scratch.Take(raw.Length);
        reading.RefuseIf(!JsonMembers.TryText(raw, room, out var length), Refusal.MalformedToken);
        return room[..length];
    }
}
