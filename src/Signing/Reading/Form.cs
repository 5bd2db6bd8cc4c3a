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
        if (form.Length == 0) return Refusal.None;
        if (!Percent.IsWellFormed(form)) return malformed;
        Span<ulong> names = stackalloc ulong[MostParts];
        var count = 0;
        foreach (var part in new FormParts(form))
        {
            if (count == MostParts) return Refusal.TooManyParameters;
            if (!Percent.TryHash(part.Name, out var hash)) return malformed;
            if (names[..count].Contains(hash)) return Refusal.DuplicateParameter;
            names[count++] = hash;
        }

        return Refusal.None;
    }

    /// <summary>The part behind which there is nothing.</summary>
    public static FormPart Last(ReadOnlySpan<byte> form)
    {
        var at = form.LastIndexOf((byte)'&') + 1;
        var part = form[at..];
        var mark = part.IndexOf((byte)'=');
        return mark < 0 ? new FormPart(at, part, default) : new FormPart(at, part[..mark], part[(mark + 1)..]);
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
