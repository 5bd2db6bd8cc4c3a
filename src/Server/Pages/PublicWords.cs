using System.Text;
using Holdfast.Domain.Official;
using Holdfast.Server.Verification;
using static Holdfast.Server.Pages.PageShell;

namespace Holdfast.Server.Pages;

/// <summary>All that the public pages say. Short, no blame, one thing to do.</summary>
internal static class PublicWords
{
    private const string Ways = "<nav aria-label=\"More\"><a href=\"/calling\">Are you calling me?</a> <a href=\"/verify\">Is this message yours?</a> <a href=\"/report\">Report a call</a></nav>";

    public static string Calling => Write("Are you calling me?",
        "<h1>No. We never call you.</h1>"
        + "<p class=\"said\">Nobody from us is in a call with you now. If somebody says so, it is not us.</p>"
        + "<ol><li><strong>Hang up now.</strong> You don't need to explain anything, and it is not rude.</li>"
        + "<li><strong>Do nothing that they asked for.</strong> No code, no “security update”, no new address, no app, no shared screen.</li>"
        + "<li><strong>Did you do something already?</strong> It waits for days before it counts. Open the letter that we sent you and press “stop”, "
        + "or open your account and freeze it.</li></ol>"
        + "<a class=\"button calm\" href=\"/report\">Report this call</a>"
        + "<h2>What you can say</h2><p>“I don't talk about this on the phone.” Then hang up. That is enough.</p>"
        + "<h2>What they may say</h2><ul><li>“Your account is being emptied right now.” If that were so, you would freeze it, not talk.</li>"
        + "<li>“Stay on the line.” They are afraid that you look it up.</li><li>“Don't tell anybody.” Tell somebody.</li></ul>" + Ways);

    public static string Verify(string? typed, string? what, Verified? found)
    {
        var body = new StringBuilder("<h1>Is this from us?</h1>");
        if (typed is not null) Answer(body, typed, what, found);
        body.Append("<form method=\"get\" action=\"/verify\"><label for=\"q\">A code from a message, a phone number, an email address, a link or a name</label>")
            .Append("<input type=\"text\" id=\"q\" name=\"q\" maxlength=\"2000\" required autocomplete=\"off\" value=\"").Append(Escape(typed ?? "")).Append("\">")
            .Append("<button class=\"calm\" type=\"submit\">Look it up</button></form>")
            .Append("<p>Write a number with its country, like +1 555 0100. Write a name with its network, like telegram:name.</p>");
        return Write("Is this from us?", body.Append(Ways).ToString());
    }

    private static void Answer(StringBuilder body, string typed, string? what, Verified? found)
    {
        var (isGood, text) = Say(what, found);
        body.Append("<div class=\"said").Append(isGood ? "" : " warn").Append("\" role=\"status\"><p><strong>").Append(Escape(text)).Append("</strong></p>");
        body.Append("<p>You asked about: ").Append(Escape(found?.Value ?? typed)).Append("</p>");
        if (found?.Label is { } label) body.Append("<p>What it is for: ").Append(Escape(label)).Append("</p>");
        if (found?.Message is { } message)
        {
            body.Append("<p>We wrote on ").Append(Escape(message.SentAt.ToString()[..10])).Append(" to ").Append(Escape(message.To)).Append(": ")
                .Append(Escape(message.Subject)).Append("</p><ul>");
            foreach (var line in message.Text.Where(l => l.Length > 0)) body.Append("<li>").Append(Escape(line)).Append("</li>");
            body.Append("</ul><p>If what you have says anything else, it is not ours.</p>");
        }
        body.Append("<p>This says nothing about a person on the phone. We never call you.</p></div>");
        if (!isGood || what == "phone") body.Append("<a class=\"button\" href=\"/report\">Report it</a>");
        else body.Append("<p><a href=\"/report\">Something is strange? Report it.</a></p>");
    }

    private static (bool IsGood, string Text) Say(string? what, Verified? found) => (found?.Verdict, what, found?.Reason) switch
    {
        (Verdict.Ours, "code", _) => (true, "Yes. We sent a message with this code."),
        (Verdict.Ours, "email", _) => (true, "We write from this address. But anybody can put it there: check the code in the message."),
        (Verdict.Ours, _, _) => (true, "Yes. This is ours."),
        (Verdict.CannotTell, "phone", "numberAlone") => (false, "We can't tell. Whoever calls can choose the number that you see. We never call you, so hang up."),
        (Verdict.NotOurs, "code", "expired") => (false, "No. This code was ours, and is over."),
        (Verdict.NotOurs, "code", _) => (false, "No. We sent no message with this code."),
        (Verdict.NotOurs, _, _) => (false, "No. This is not ours. Don't open it, don't answer, don't call back."),
        _ => (false, "We can't tell. Don't use it until you are sure."),
    };

    public static string Report => Write("Report a call or message",
        "<h1>Report a call or message</h1><p>You don't need an account. Fill in what you know and leave out the rest.</p>"
        + "<form method=\"post\" action=\"/report\"><label for=\"claims\">What did they say or write?</label>"
        + "<textarea id=\"claims\" name=\"claims\" rows=\"4\" maxlength=\"1000\" required></textarea>"
        + "<label for=\"from\">Where from? A number, an address, a link or a name</label><input type=\"text\" id=\"from\" name=\"from\" maxlength=\"500\" autocomplete=\"off\">"
        + "<p>Write nothing that is secret: no code, no password, no key.</p><button type=\"submit\">Send the report</button></form>" + Ways);

    /// <param name="status">200: it is kept; 429: there were too many; else it could not be kept.</param>
    public static string Reported(int status)
    {
        var (title, said) = status switch
        {
            200 => ("Thank you", "We have your report. It helps us to protect others."),
            429 => ("Not sent yet", "We got very many reports just now. Please send it again in an hour."),
            _ => ("Not sent yet", "It could not be kept just now. Please send it again in a moment."),
        };
        return Write(title, $"<h1>{title}</h1><p class=\"said{(status == 200 ? "" : " warn")}\" role=\"status\">{said}</p>"
            + "<p>If you did something that the caller asked for, open your account now and freeze it. You did nothing wrong: these people do this all day.</p>" + Ways);
    }
}
