using System.Globalization;
using System.Text;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Announcements;

/// <summary>What somebody is told, in plain words. No label stands in a subject, and every letter says that nobody calls.</summary>
internal sealed record Letter(string Kind, string Subject, string[] Text)
{
    private const string NeverCall =
        "We never call you. If somebody is on the phone with you about this, hang up: it is not us.";

    /// <summary>Something was approved that will make more possible.</summary>
    public static Letter Approved(Change change, Func<Instant, Instant> shown) => new(
        "changeApproved",
        "Your account: something new will be possible soon",
        [
            "Somebody asked for this on your account, and it was approved:",
            .. change.Text,
            $"It was asked on {shown(change.AskedAt)}.",
            "If this is not what you want, stop it now. You need no password and no code for that.",
            NeverCall,
        ]);

    /// <summary>A guardian is asked before anything begins.</summary>
    public static Letter Asked(Change change, string account) => new(
        "guardianAsked",
        "You are asked as a guardian",
        [
            $"On the account {account}, for which you are a guardian, somebody asked for this:",
            .. change.Text,
            "It begins only if you agree. Talk to the account's owner first, on a number that you have known for long.",
            NeverCall,
        ]);

    /// <summary>A new guardian or channel begins its own hold, or something at once in force was added.</summary>
    public static Letter Added(Change change) => new(
        "sayAdded",
        "Your account: somebody is told from now on",
        ["This was added to your account:", .. change.Text, "If you don't know it, stop it now.", NeverCall]);

    public static Letter Frozen(string reason, Instant? ends, Func<Instant, Instant> shown) => new(
        "accountFrozen",
        "Your account is frozen: nothing leaves",
        [
            $"Your account was frozen{(ends is { } e ? $" until {shown(e)}" : "")}. Nothing can leave it.",
            $"The reason that was given: {Quoted(reason)}",
            "Your money is where it was. Nobody needs anything from you for that.",
            NeverCall,
        ]);

    public static Letter Vetoed(Change change) => new(
        "changeVetoed",
        "Your account: a change was stopped",
        ["This was stopped and will not happen:", .. change.Text, "You don't need to do anything.", NeverCall]);

    /// <summary>RFC 5322, plain text in UTF-8, base64 so that nothing in it can end a header or a line.</summary>
    public byte[] ToEml(string id, string from, string to, Instant at, string? link)
    {
        var lines = link is null ? Text : [.. Text, "", "Stop it here (this page asks for nothing else):", link];
        var body = Convert.ToBase64String(
            Encoding.UTF8.GetBytes(string.Join("\r\n\r\n", lines) + "\r\n"), Base64FormattingOptions.InsertLineBreaks);
        var date = DateTimeOffset.FromUnixTimeMilliseconds(at.Milliseconds)
            .ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return Encoding.ASCII.GetBytes(string.Join("\r\n",
            $"From: Holdfast <{from}>",
            $"To: <{to}>",
            $"Subject: {Subject}",
            $"Date: {date}",
            $"Message-ID: <{id}@holdfast.invalid>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            body,
            ""));
    }

    private static string Quoted(string text) => $"“{Domain.Labels.SafeText.Escape(text)}”";
}
