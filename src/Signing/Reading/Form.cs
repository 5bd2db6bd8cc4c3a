using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Reading;

/// <summary>
/// `name=value` parts with `&amp;` between, as in a query and in a form. `+` is a blank and `%2B` is a plus, in both, always.
/// Names are compared after decoding; values are read as they are.
/// </summary>
internal static class Form
{
    public const int MostParts = 64;

    /// <summary>Whether every name is there once, and every `%` begins two digits.</summary>
    /// <param name="malformed">What to say of a form that isn't one.</param>
    public static Refusal Check(ReadOnlySpan<byte> form, Refusal malformed)
    {
        Span<ulong> names = stackalloc ulong[MostParts];
        var count = 0;
        foreach (var part in new FormParts(form))
        {
            if (count == MostParts) return Refusal.TooManyParameters;
            if (!Percent.TryHash(part.Name, out var hash) || !Percent.IsWellFormed(part.Value)) return malformed;
            if (names[..count].Contains(hash)) return Refusal.DuplicateParameter;
            names[count++] = hash;
        }

        return Refusal.None;
    }

    /// <param name="part">The first of the name; there is one only in a form that was checked.</param>
    public static bool TryFind(ReadOnlySpan<byte> form, ReadOnlySpan<byte> name, out FormPart part)
    {
        foreach (var one in new FormParts(form))
        {
            if (!Percent.NameIs(one.Name, name)) continue;
            part = one;
            return true;
        }

        part = default;
        return false;
    }
}
