namespace Holdfast.Consoles.Words;

/// <summary>
/// The page at the moment of a change: what it asks, and how long it lets pass. It uses the words of callers, so that somebody who hears
/// them now knows them again. Source of the words: recordings of robocalls and transcripts of scam calls (docs/guides/console.md).
/// </summary>
public static class CalmWords
{
    /// <summary>From the answer until an approval is taken.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>The same where there is a reason to look twice.</summary>
    public static readonly TimeSpan LongPause = TimeSpan.FromSeconds(60);

    /// <summary>An answer is good for this long.</summary>
    public static readonly TimeSpan AnswerLife = TimeSpan.FromMinutes(15);

    public const string Heading = "One question first";

    public const string Question = "Is somebody on the phone with you, or did somebody ask you to do this?";

    public const string Because = "This makes it possible to take money out. People who steal say things like these:";

    public const string NotBlame = "They are good at this. If it happens to you, you did nothing wrong. Say yes, and it ends here.";

    public const string Yes = "Yes, somebody is, or asked me to";

    public const string No = "No, this is my own idea";

    public const string Wait = "Take a breath. You can approve in a moment. There is no hurry: whoever says there is, is not from us.";

    public static readonly IReadOnlyList<string> Callers =
    [
        "“I am calling from the security department. There is a suspicious transaction on your account.”",
        "“Your account will be suspended unless you do this now.”",
        "“Press 1 to speak to a representative.” “Stay on the line with me.”",
        "“We move your money to a safe wallet. You only have to add this address.”",
        "“Install this program, so that I can help you on your screen.”",
        "“Don't tell anybody. The bank's own people may be part of it.”",
    ];
}
