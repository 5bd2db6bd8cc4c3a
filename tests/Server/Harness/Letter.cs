using System.Text;
using MimeKit;

namespace Holdfast.Server.Tests.Harness;

/// <summary>A letter as the outbox holds it, decoded.</summary>
public sealed record Letter(string Head, string Text, string Html)
{
    public string Subject => Header("Subject");

    public string To => $"<{Header("To").Trim('<', '>')}>";

    /// <summary>The veto link that it carries; null for none.</summary>
    public string? Link => After("Stop this: ");

    /// <summary>The link for everything that waits; null for none.</summary>
    public string? LinkAll => After("Stop everything that waits: ");

    public string LinkPath => new Uri(Link!).AbsolutePath;

    /// <summary>The code that it can be verified by.</summary>
    public string Code => After("This message has the code ")![..14];

    public static Letter Parse(string file)
    {
        using var mail = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(file)));
        return new Letter(file[..file.IndexOf("\r\n\r\n", StringComparison.Ordinal)], mail.TextBody!, mail.HtmlBody!);
    }

    public string Header(string name) =>
        Head.Replace("\r\n\t", "", StringComparison.Ordinal).Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n")
            .Single(h => h.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    private string? After(string words) => Text.Split('\r', '\n')
        .FirstOrDefault(l => l.StartsWith(words, StringComparison.Ordinal))?[words.Length..];
}
