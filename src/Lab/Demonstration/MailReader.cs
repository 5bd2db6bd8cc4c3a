using MimeKit;

namespace Holdfast.Lab.Demonstration;

/// <summary>A letter as it lies in somebody's mailbox.</summary>
internal sealed record Letter(string To, DateTimeOffset Date, string Subject, string Text)
{
    /// <summary>What it is about; all else that waits is told behind it.</summary>
    public string About => Text.Split("This waits beside it.")[0];

    /// <summary>Where the link in it leads; null when there is none.</summary>
    public string? Link => Text.Split('\n').FirstOrDefault(l => l.Contains("/veto/", StringComparison.Ordinal)) is { } line
        ? line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()
        : null;
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
        using var mail = MimeMessage.Load(file);
        return new Letter(mail.To.Mailboxes.Single().Address, mail.Date, mail.Subject ?? "", mail.TextBody!);
    }
}
