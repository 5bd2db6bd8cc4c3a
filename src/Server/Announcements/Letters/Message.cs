using System.Net;
using System.Text;
using Holdfast.Domain.Accounts;

namespace Holdfast.Server.Announcements.Letters;

/// <summary>An announcement as one recipient reads it: the words, his links, his code. The same every time it is made.</summary>
/// <param name="Plain">The whole text, paragraphs parted by an empty line; what is signed, together with the subject.</param>
internal sealed record Message(string Subject, string Plain, string Html)
{
    private static readonly Phrases Words = Phrases.English;

    public static Message Of(OwnerEvent.Announced announced, Telling to) =>
        For(announced.Subject, announced.Text, to, announced.Verify ?? "/v1/verify");

    /// <param name="verify">Where codes are checked.</param>
    public static Message For(string subject, string[] text, Telling to, string verify)
    {
        List<string> lines = [.. text];
        if (to.Link is { } link) lines.Add(Words.Say("stopThis", ("link", link)));
        if (to.LinkAll is { } all) lines.Add(Words.Say("stopAll", ("link", all)));
        if (to.Code is { } code) lines.Add(Words.Say("code", ("code", code), ("verify", $"{verify}?code={code}")));
        return new Message(subject, PlainOf(lines), HtmlOf(subject, text, to, lines[^1], verify));
    }

    private static string PlainOf(List<string> lines)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0) plain.Append(IsItem(lines[i]) && IsItem(lines[i - 1]) ? "\n" : "\n\n");
            plain.Append(lines[i]);
        }
        return plain.ToString();
    }

    private static string HtmlOf(string subject, string[] text, Telling to, string last, string verify)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
            .Append(Safe(subject)).Append("</title></head><body style=\"font:1rem/1.5 sans-serif;max-width:36rem\">");
        var list = false;
        foreach (var line in text)
        {
            if (IsItem(line) != list) html.Append((list = !list) ? "<ul>" : "</ul>");
            html.Append(list ? "<li>" : "<p>").Append(Safe(list ? line[Letter.Item.Length..] : line)).Append(list ? "</li>" : "</p>");
        }
        if (list) html.Append("</ul>");
        if (to.Link is { } link) Button(html, link, Words["buttonThis"]);
        if (to.LinkAll is { } all) Button(html, all, Words["buttonAll"]);
        if (to.Code is { } code)
            html.Append("<p>").Append(Safe(last)).Append("</p><p><a href=\"").Append(Safe($"{verify}?code={code}")).Append("\">")
                .Append(Safe(code)).Append("</a></p>");
        return html.Append("</body></html>").ToString();
    }

    private static void Button(StringBuilder html, string link, string text) => html
        .Append("<p><a href=\"").Append(Safe(link)).Append("\" style=\"display:inline-block;padding:.75rem 1rem;color:#fff;background:#a3131a;")
        .Append("border-radius:.5rem;text-decoration:none\">").Append(Safe(text)).Append("</a></p>");

    private static bool IsItem(string line) => line.StartsWith(Letter.Item, StringComparison.Ordinal);

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
