namespace Holdfast.Domain.Labels;

/// <summary>Hangul syllables and their conjoining jamo (The Unicode Standard, section 3.12).</summary>
internal static class HangulSyllable
{
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    /// <summary>Adds the jamo of a syllable; false, with nothing added, for what is none.</summary>
    public static bool Split(int codePoint, List<int> into)
    {
        var index = codePoint - SyllableBase;
        if (index is < 0 or >= Leads * Vowels * Tails) return false;
        into.Add(LeadBase + index / (Vowels * Tails));
        into.Add(VowelBase + index % (Vowels * Tails) / Tails);
        if (index % Tails != 0) into.Add(TailBase + index % Tails);
        return true;
    }

    /// <summary>The syllable of a lead and a vowel, or of a syllable without a tail and a tail.</summary>
    public static int? Joined(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + Leads && second is >= VowelBase and < VowelBase + Vowels)
            return SyllableBase + ((first - LeadBase) * Vowels + second - VowelBase) * Tails;
        var index = first - SyllableBase;
        return index is >= 0 and < Leads * Vowels * Tails && index % Tails == 0
            && second is > TailBase and < TailBase + Tails ? first + second - TailBase : null;
    }
}
