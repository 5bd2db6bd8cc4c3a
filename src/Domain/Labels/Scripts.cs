namespace Holdfast.Domain.Labels;

/// <summary>Recommended scripts (UAX #31 Table 5) of a character, augmented per UTS #39 section 5.1.</summary>
[Flags]
internal enum Scripts : uint
{
    None = 0,
    Arabic = 1U << 0,
    Armenian = 1U << 1,
    Bengali = 1U << 2,
    Cyrillic = 1U << 3,
    Devanagari = 1U << 4,
    Ethiopic = 1U << 5,
    Georgian = 1U << 6,
    Greek = 1U << 7,
    Gujarati = 1U << 8,
    Gurmukhi = 1U << 9,
    Hebrew = 1U << 10,
    Kannada = 1U << 11,
    Khmer = 1U << 12,
    Lao = 1U << 13,
    Latin = 1U << 14,
    Malayalam = 1U << 15,
    Myanmar = 1U << 16,
    Oriya = 1U << 17,
    Sinhala = 1U << 18,
    Tamil = 1U << 19,
    Telugu = 1U << 20,
    Thaana = 1U << 21,
    Thai = 1U << 22,
    Tibetan = 1U << 23,

    /// <summary>Jpan: Hiragana, Katakana, and Han with them.</summary>
    Japanese = 1U << 24,

    /// <summary>Hanb: Bopomofo, and Han with it.</summary>
    HanWithBopomofo = 1U << 25,

    /// <summary>Kore: Hangul, and Han with it.</summary>
    Korean = 1U << 26,

    Han = Japanese | HanWithBopomofo | Korean,

    /// <summary>Common and Inherited characters stand in every script.</summary>
    Any = (1U << 27) - 1,
}
