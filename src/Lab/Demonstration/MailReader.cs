using System.Globalization;
using System.Text;

namespace Holdfast.Lab.Demonstration;

/// <summary>A letter as it lies in somebody's mailbox.</summary>
internal sealed record Letter(string To, DateTimeOffset Date, string Subject, string Text)
{
    /// <summary>Where the link in it leads; null when there is none.</summary>
    public string? Link => Text.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.Contains("/veto/", StringComparison.Ordinal));
}

/// <summary>Somebody with a mailbox and a browser, and no token: reads letters, opens links, presses the button.</summary>
internal sealed class MailReader(string outbox, Client browser)
{
    /// <summary>The letters to an address since a time, oldest first.</summary>
    public IReadOnlyList<Letter> Letters(string to, DateTimeOffset since) =>
    [
        .. Directory.GetFiles(outbox, "*.eml").Order(StringComparer.Ordinal).Select(Read)
            .Where(l => l.To == to && l.Date >= since.AddSeconds(-1)),
    ];

    /// <summary>Opening a link shows a page and stops nothing: mail scanners open links, too.</summary>
    public Task<string> OpenAsync(Letter letter) => browser.PageAsync(letter.Link!);

    /// <summary>Presses the button of the page, quietly.</summary>
    public Task<string> StopQuietlyAsync(Letter letter, string which) => browser.PageAsync(
        letter.Link!, new Dictionary<string, string>(StringComparer.Ordinal) { ["which"] = which, ["quiet"] = "on" });

    private static Letter Read(string file)
    {
        var lines = File.ReadAllLines(file);
        var body = string.Concat(lines.SkipWhile(l => l.Length > 0));
        return new Letter(
            Header("To").Trim('<', '>'),
            DateTimeOffset.ParseExact(Header("Date"), "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture),
            Header("Subject"),
            Encoding.UTF8.GetString(Convert.FromBase64String(body)));

        string Header(string name) => lines.First(l => l.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];
    }
}
