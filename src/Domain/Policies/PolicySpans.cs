using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Policies;

/// <summary>
/// Spans of a policy file: ISO 8601 with one unit (`P7D`, `PT48H`, `PT5M`, `PT90S`) and no leading zeros, so that the
/// schema can bound them too and an editor shows the mistake before the start does.
/// </summary>
internal static partial class PolicySpans
{
    private static readonly (string Before, char Unit, TimeSpan Length)[] Units =
    [
        ("P", 'D', TimeSpan.FromDays(1)), ("PT", 'H', TimeSpan.FromHours(1)),
        ("PT", 'M', TimeSpan.FromMinutes(1)), ("PT", 'S', TimeSpan.FromSeconds(1)),
    ];

    public static bool TryParse(string? text, out TimeSpan span)
    {
        span = default;
        return text is not null && OneUnit().IsMatch(text) && Spans.TryParse(text, out span);
    }

    /// <summary>The one spelling of a span: whole weeks and longer in days, everything else in the largest unit that fits.</summary>
    public static string Format(TimeSpan span)
    {
        if (span == TimeSpan.Zero) return "PT0S";
        foreach (var (before, unit, length) in Units)
            if (span.Ticks % length.Ticks == 0 && (unit != 'D' || span.TotalDays >= 7))
                return string.Create(CultureInfo.InvariantCulture, $"{before}{span.Ticks / length.Ticks}{unit}");
        return Spans.Format(span);
    }

    /// <summary>A regular expression, without anchors, of all spellings within a bound.</summary>
    public static string Pattern(SpanBound bound) => "(?:" + string.Join('|', Units.Select(u =>
    {
        var least = (bound.Least.Ticks + u.Length.Ticks - 1) / u.Length.Ticks;
        return $"{u.Before}(?:{DigitRange.Pattern(least, bound.Most.Ticks / u.Length.Ticks)}){u.Unit}";
    })) + ")";

    [GeneratedRegex(@"\AP(?:(?:0|[1-9][0-9]{0,4})D|T(?:0|[1-9][0-9]{0,6})[HMS])\z", RegexOptions.NonBacktracking)]
    private static partial Regex OneUnit();
}
