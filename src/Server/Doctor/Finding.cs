namespace Holdfast.Server.Doctor;

/// <summary>How bad it is.</summary>
public enum FindingLevel
{
    Fine,

    /// <summary>Allowed, but somebody should know.</summary>
    Note,

    /// <summary>It would start, and something would be missing or late.</summary>
    Warning,

    /// <summary>It would not start, or would lose or tell something.</summary>
    Wrong,
}

/// <summary>One thing that was looked at, in plain words.</summary>
/// <param name="Check">What was looked at: `disk`, `clock`, `log`, …</param>
/// <param name="Says">What is so.</param>
/// <param name="Means">What follows from it; null where nothing does.</param>
/// <param name="Do">What to do about it; null where there is nothing to do.</param>
public sealed record Finding(string Check, FindingLevel Level, string Says, string? Means = null, string? Do = null)
{
    internal static Finding Fine(string check, string says) => new(check, FindingLevel.Fine, says);

    internal static Finding Warning(string check, string says, string means, string? @do) =>
        new(check, FindingLevel.Warning, says, means, @do);

    internal static Finding Wrong(string check, string says, string means, string? @do) =>
        new(check, FindingLevel.Wrong, says, means, @do);
}
