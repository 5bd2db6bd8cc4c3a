namespace Holdfast.Domain.Destinations.Addresses.Encodings;

/// <summary>Several encodings are written in one case, and give mixed case a meaning or refuse it.</summary>
internal static class LetterCase
{
    public static bool IsMixed(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z');
}
