using System.Globalization;
using System.Xml;

namespace Holdfast.Lab.Demonstration;

/// <summary>The server's test clock, over HTTP as everything else.</summary>
internal sealed class SandboxClock(Client platform)
{
    public static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    public async Task<DateTimeOffset> NowAsync() => Read(await platform.GetAsync("/sandbox/clock"));

    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by) =>
        Read(await platform.PostAsync("/sandbox/clock", new { advance = XmlConvert.ToString(by) }));

    public async Task AdvanceToAsync(DateTimeOffset at)
    {
        var left = at - await NowAsync();
        if (left > TimeSpan.Zero) await AdvanceAsync(left);
    }

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateTimeOffset Read(Answer answer) => Parse(answer.OrStop("tell the time").Text("now")!);
}
