namespace Holdfast.Domain.Labels;

/// <summary>Counts the marks on a letter, so that no screen carries a tower of them (UTS #39 section 5.4).</summary>
internal struct MarkStack
{
    // spacing marks stand beside their letter; the longest honest row, in Myanmar, has five
    private const int MostOfAnyKind = 6;

    private int _allowed;
    private int _marks;
    private int _nonspacing;
    private int _last;

    /// <summary>False for a mark without a letter below it, one too many, or the same one twice in a row.</summary>
    public bool Takes(LabelCharacter next)
    {
        var isTaken = !next.IsMark || TakesMark(next);
        _last = next.CodePoint;
        if (!next.IsMark) (_allowed, _marks, _nonspacing) = (Allowed(next), 0, 0);
        return isTaken;
    }

    private bool TakesMark(LabelCharacter mark)
    {
        _marks = Math.Min(_marks + 1, MostOfAnyKind + 1);
        if (mark.Kind == CharacterKind.Mark) _nonspacing = Math.Min(_nonspacing + 1, MostOfAnyKind + 1);
        return _allowed > 0 && _nonspacing <= _allowed && _marks <= MostOfAnyKind && mark.CodePoint != _last;
    }

    // after NFC one nonspacing mark is enough for the alphabets that have composites; scripts that write a vowel and a
    // tone above the same letter need two (Thai, shadda with a vowel), those that stack consonants below it up to four
    private static int Allowed(LabelCharacter carrier) => carrier switch
    {
        { Kind: not CharacterKind.Letter } => 0,
        { Scripts: Scripts.Khmer or Scripts.Myanmar or Scripts.Tibetan } => 4,
        { Scripts: Scripts.Arabic or Scripts.Hebrew or Scripts.Thaana or Scripts.Thai or Scripts.Lao } => 2,
        { Scripts: Scripts.Devanagari or Scripts.Bengali or Scripts.Gurmukhi or Scripts.Gujarati } => 2,
        { Scripts: Scripts.Oriya or Scripts.Tamil or Scripts.Telugu or Scripts.Kannada } => 2,
        { Scripts: Scripts.Malayalam or Scripts.Sinhala } => 2,
        _ => 1,
    };
}
