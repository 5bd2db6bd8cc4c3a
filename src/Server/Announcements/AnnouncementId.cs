using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Storage;

namespace Holdfast.Server.Announcements;

/// <summary>Which of the announcements about one event it is.</summary>
internal enum Series
{
    /// <summary>What is told at once.</summary>
    Alert = 0,

    /// <summary>Before a hold ends.</summary>
    Reminder = 1,

    /// <summary>To staff, because nobody could be told.</summary>
    Untold = 2,

    /// <summary>Once a day.</summary>
    Digest = 3,

    /// <summary>The alert in the words for guardians.</summary>
    Guardians = 4,

    /// <summary>The reminder in the words for guardians.</summary>
    GuardiansReminder = 5,

    /// <summary>A key ends, early enough for another one to be through its hold.</summary>
    EndsFirst = 6,

    /// <summary>A key or a credential ends within 7 days.</summary>
    EndsSoon = 7,
}

/// <summary>The stable name of an announcement: the same event makes the same one, however often it is looked at.</summary>
/// <param name="Source">Position of the event that it is about.</param>
/// <param name="Day">Counts the days of what comes daily; zero for all else.</param>
/// <param name="End">In place of all that: which end of a key it is about.</param>
internal readonly record struct AnnouncementId(long Source, Series Series, long Day = 0, string? End = null)
{
    /// <param name="mark">Tells the end from another one of the same key.</param>
    public static AnnouncementId OfEnd(string account, string key, string? credential, Series series, long mark)
    {
        // ids hold no line feed
        var name = string.Create(CultureInfo.InvariantCulture, $"{account}\n{key}\n{credential}\n{mark}");
        return new(0, series, 0, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 12)));
    }

    /// <summary>What makes an announcement be recorded once.</summary>
    public LogKey Key => LogKey.Of("announcement", ToString());

    public override string ToString() => End is not null ? string.Create(CultureInfo.InvariantCulture, $"a_{End}.{(int)Series}") : (Series, Day) switch
    {
        (Series.Alert, _) => string.Create(CultureInfo.InvariantCulture, $"a_{Source}"),
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"a_{Source}.{(int)Series}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"a_{Source}.{(int)Series}.{Day}"),
    };
}
