using System.Net;
using System.Text;
using Holdfast.Domain.Changes;
using Holdfast.Server.Pages;

namespace Holdfast.Server.Announcements;

/// <summary>The page behind a veto link: what will happen, one button, no script, nothing to sign in to.</summary>
internal static class VetoPage
{
    /// <param name="changes">What may be stopped here; none where it is over.</param>
    /// <param name="all">Whether the link is for everything that waits.</param>
    /// <param name="said">What was just done; null where nothing was.</param>
    public static string Write(bool known, Change[] changes, bool all, string? said)
    {
        var page = new StringBuilder();
        if (!known) page.Append("<h1>This link is not known</h1><p>It may be incomplete. Open it again from the letter you got.</p>");
        else if (said is not null) Said(page, said);
        else if (changes.Length == 0)
            page.Append("<h1>There is nothing to stop</h1><p>").Append(all ? "Nothing waits on your account." : "This change is over.").Append("</p>");
        else Ask(page, changes, all);
        return PageShell.Write("Stop a change", page.ToString());
    }

    private static void Said(StringBuilder page, string said) => page
        .Append("<h1>").Append(said.StartsWith("Stopped", StringComparison.Ordinal) ? "Stopped" : "Stop a change")
        .Append("</h1><p class=\"said\" role=\"status\">").Append(WebUtility.HtmlEncode(said)).Append("</p><p>").Append(PublicWords.Link("afterwards")).Append("</p>");

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
