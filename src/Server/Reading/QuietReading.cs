using System.Text.RegularExpressions;
using Holdfast.Domain.Factors;

namespace Holdfast.Server.Reading;

/// <summary>Reads quiet hours. The core keeps a zone as text; whether there is one is known here.</summary>
internal static partial class QuietReading
{
    private const int LongestZone = 64;

    public static QuietHours? Of(Node n)
    {
        if (n.Object("quiet", nullable: true) is not { } quiet) return null;
        var read = new QuietHours(TimeOfDay(quiet, "from"), TimeOfDay(quiet, "to"), Zone(quiet));
        if (read.From.Length > 0 && string.Equals(read.From, read.To, StringComparison.Ordinal))
            quiet.Meaning("quietEmpty", "/to", "quiet hours end at another time than they begin");
        quiet.Done();
        return read;
    }

    private static string TimeOfDay(Node n, string name)
    {
        if (n.Text(name, 5, least: 5) is not { } text) return "";
        if (QuietHours.Minutes(text) is not null) return text;
        n.Meaning("timeOfDayInvalid", "/" + name, "a time of day is HH:mm, such as 22:00");
        return "";
    }

    private static string Zone(Node n)
    {
        if (n.Text("zone", LongestZone) is not { } name) return "";
        if (IanaName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId) return name;
        n.Meaning("zoneUnknown", "/zone", "a zone is an IANA name such as Europe/Berlin");
        return "";
    }

    /// <summary>Names only: a system looks zones up as files.</summary>
    [GeneratedRegex("^[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*){0,2}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex IanaName();
}
