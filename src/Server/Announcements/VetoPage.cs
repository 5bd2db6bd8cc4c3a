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

    public static string Write(bool known, Change? change, string? said)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<meta name=\"robots\" content=\"noindex\"><title>Stop a change</title><style>").Append(Style)
            .Append("</style></head><body><main>");
        if (!known) page.Append("<h1>This link is not known</h1><p>It may be incomplete. Open it again from the letter you got.</p>");
        else Known(page, change, said);
        return page.Append("<p>We never call you. If somebody is on the phone with you, hang up.</p></main></body></html>").ToString();
    }

    private static void Known(StringBuilder page, Change? change, string? said)
    {
        if (said is not null) page.Append("<h1>").Append(said.StartsWith("Stopped", StringComparison.Ordinal) ? "Stopped" : "Stop a change")
            .Append("</h1><p class=\"said\" role=\"status\">").Append(WebUtility.HtmlEncode(said)).Append("</p>");
        else page.Append("<h1>Stop this change?</h1>");
        if (change is null)
        {
            page.Append("<p>This change is over. There is nothing to stop.</p>");
            return;
        }
        if (said is not null) return;
        page.Append("<p>This was asked for on your account:</p><ul>");
        foreach (var line in change.Text) page.Append("<li>").Append(WebUtility.HtmlEncode(line)).Append("</li>");
        page.Append("</ul><form method=\"post\">")
            .Append("<label><input type=\"radio\" name=\"which\" value=\"this\" checked> Stop this</label>")
            .Append("<label><input type=\"radio\" name=\"which\" value=\"all\"> Stop everything that waits</label>")
            .Append("<label><input type=\"checkbox\" name=\"quiet\"> Quietly: whoever asked does not see it</label>")
            .Append("<button type=\"submit\">Stop it now</button></form>");
    }
}
