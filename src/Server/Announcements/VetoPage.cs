using System.Net;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Changes;

namespace Holdfast.Server.Announcements;

/// <summary>The page behind a veto link: what will happen, one button, no script, nothing to sign in to.</summary>
internal static class VetoPage
{
    private const string Style =
        "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:1.5rem;color:#1b1b1f;background:#fff}"
        + "h1{font-size:1.5rem;line-height:1.25}ul{padding-left:1.25rem}li{margin:.5rem 0;overflow-wrap:anywhere}"
        + "button{font:inherit;font-weight:600;padding:.9rem 1.25rem;width:100%;border:0;border-radius:.5rem;background:#a3131a;color:#fff;cursor:pointer}"
        + "button:focus-visible,input:focus-visible{outline:3px solid #1351b4;outline-offset:2px}"
        + "label{display:block;margin:.75rem 0}.said{border-left:.3rem solid #1351b4;padding:.5rem 1rem;background:#eef3fb}"
        + "input{width:1.25rem;height:1.25rem;vertical-align:-.2rem}"
        + "@media(prefers-color-scheme:dark){body{color:#f1f1f4;background:#17171a}.said{background:#1f2937}}";

    public static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <param name="changes">What may be stopped here; none where it is over.</param>
    /// <param name="all">Whether the link is for everything that waits.</param>
    /// <param name="said">What was just done; null where nothing was.</param>
    public static string Write(bool known, Change[] changes, bool all, string? said)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<meta name=\"robots\" content=\"noindex\"><title>Stop a change</title><style>").Append(Style)
            .Append("</style></head><body><main>");
        if (!known) page.Append("<h1>This link is not known</h1><p>It may be incomplete. Open it again from the letter you got.</p>");
        else if (said is not null) Said(page, said);
        else if (changes.Length == 0)
            page.Append("<h1>There is nothing to stop</h1><p>").Append(all ? "Nothing waits on your account." : "This change is over.").Append("</p>");
        else Ask(page, changes, all);
        return page.Append("<p>We never call you. If somebody is on the phone with you, hang up.</p></main></body></html>").ToString();
    }

    private static void Said(StringBuilder page, string said) => page
        .Append("<h1>").Append(said.StartsWith("Stopped", StringComparison.Ordinal) ? "Stopped" : "Stop a change")
        .Append("</h1><p class=\"said\" role=\"status\">").Append(WebUtility.HtmlEncode(said)).Append("</p>");

    private static void Ask(StringBuilder page, Change[] changes, bool all)
    {
        page.Append(all ? "<h1>Stop everything that waits?</h1>" : "<h1>Stop this change?</h1>")
            .Append("<p>This was asked for on your account:</p><ul>");
        foreach (var line in changes.SelectMany(c => c.Text)) page.Append("<li>").Append(WebUtility.HtmlEncode(line)).Append("</li>");
        page.Append("</ul><form method=\"post\">");
        if (all) page.Append("<input type=\"hidden\" name=\"which\" value=\"all\">");
        else
            page.Append("<label><input type=\"radio\" name=\"which\" value=\"this\" checked> Stop this</label>")
                .Append("<label><input type=\"radio\" name=\"which\" value=\"all\"> Stop everything that waits</label>");
        page.Append("<label><input type=\"checkbox\" name=\"quiet\"> Quietly: whoever asked does not see it</label>")
            .Append("<button type=\"submit\">").Append(all ? "Stop all of it now" : "Stop it now").Append("</button></form>");
    }
}
