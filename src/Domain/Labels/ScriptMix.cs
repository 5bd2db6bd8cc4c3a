namespace Holdfast.Domain.Labels;

/// <summary>The restriction level Highly Restrictive of UTS #39 section 5.2.</summary>
internal static class ScriptMix
{
    /// <summary>True for one script, or Latin with the scripts of Japanese, of Korean, or Han with Bopomofo.</summary>
    public static bool IsHighlyRestrictive(IEnumerable<LabelCharacter> characters)
    {
        var (shared, besideLatin) = (Scripts.Any, Scripts.Any);
        foreach (var character in characters)
        {
            shared &= character.Scripts;
            if (!character.Scripts.HasFlag(Scripts.Latin)) besideLatin &= character.Scripts;
        }

        return shared != Scripts.None || (besideLatin & Scripts.Han) != Scripts.None;
    }
}
