using Holdfast.Server.Hosting;

namespace Holdfast.Server.OpenApi;

/// <summary>The console: pages for account holders. They are documented as operations so that every route is known; nobody's program calls them.</summary>
internal static class ConsoleOperations
{
    private const string Console = "console", Accounts = "accounts";

    public static Operation MakeLink { get; } = new("makeConsoleLink", Accounts, "Let a customer into the console")
    {
        Description = "The link opens once, within a minute. Whoever comes by it sees, stops and freezes; with a factor of his own he may ask for "
            + "changes. As long as he has none, the link is the platform's word, by which he may add his first ones. `url` is given once.",
        Door = Door.Decide,
        Body = "Nothing",
        Replies = [new(201, "the link", "ConsoleLink")],
        Problems = [404],
    };

    public static Operation ShowLink { get; } = Page("showConsoleLink", "The page behind a link of the platform");

    public static Operation OpenLink { get; } = Act("openConsoleLink", "Sign in by a link of the platform");

    public static Operation ShowSignIn { get; } = Page("showSignIn", "The page to sign in on");

    public static Operation SignIn { get; } = Act("signIn", "Sign in by a passkey");

    public static Operation SignInByCode { get; } = Act("signInByCode", "Show by a code that it is you, after a link");

    public static Operation SignOut { get; } = Act("signOut", "Sign out");

    public static Operation EndSessions { get; } = Act("endSessions", "End one session, or all others");

    public static Operation Home { get; } = Page("showHome", "Is my money safe right now?");

    public static Operation Keys { get; } = Page("showKeys", "API keys as sentences");

    public static Operation Addresses { get; } = Page("showAddresses", "Where money can go");

    public static Operation Bounds { get; } = Page("showBounds", "Limits, allowance, confirmations and holds");

    public static Operation People { get; } = Page("showPeople", "Guardians and channels");

    public static Operation SignIns { get; } = Page("showSignIns", "Factors and sessions");

    public static Operation Review { get; } = Page("showReview", "Power that nobody would miss");

    public static Operation Activity { get; } = Page("showActivity", "What happened, with reasons");

    public static Operation Calling { get; } = Page("showOwnCalling", "Are you calling me?");

    public static Operation ShowReport { get; } = Page("showOwnReport", "The form to report a call");

    public static Operation Change { get; } = Page("showChange", "A change, before and after");

    public static Operation Freeze { get; } = Act("freezeInConsole", "Freeze everything");

    public static Operation Report { get; } = Act("reportInConsole", "Report a call");

    public static Operation AskChange { get; } = Act("askInConsole", "Ask for a change");

    public static Operation Veto { get; } = Act("vetoInConsole", "Stop a change");

    public static Operation Calm { get; } = Act("answerCalm", "Say whether somebody is on the phone");

    public static Operation Approve { get; } = Act("approveInConsole", "Approve a change");

    public static Operation BeginPasskey { get; } = Act("beginPasskeyInConsole", "Begin to add a passkey");

    public static Operation RegisterPasskey { get; } = Act("registerPasskeyInConsole", "Add a passkey");

    public static Operation Live { get; } = new("waitForNews", Console, "Wait for news of an open page")
    {
        Description = "`version` is that of the page.",
        Replies = [new(200, "there is news"), new(204, "there is none yet"), new(400, "which version?"), new(401, "nobody is signed in"), new(503, "it can't be read now")],
    };

    public static Operation Asset { get; } = new("readAsset", Console, "The style or the script of the pages") { Replies = [new(200, "it", null, "text/css"), new(404, "there is no such file")] };

    private static Operation Page(string id, string summary) => new(id, Console, summary)
    {
        Replies =
        [
            new(200, "the page", null, "text/html"), new(303, "sign in first"), new(404, "there is nothing there", null, "text/html"), new(503, "it can't be read now", null, "text/html"),
        ],
    };

    private static Operation Act(string id, string summary) => new(id, Console, summary)
    {
        Body = "ConsoleForm",
        Replies =
        [
            new(200, "what it did", null, "text/html"), new(303, "done: where it goes on"), new(400, "the form again", null, "text/html"), new(403, "not from here, or not by a link", null, "text/html"),
            new(404, "there is nothing there", null, "text/html"), new(409, "not now", null, "text/html"), new(422, "the form again", null, "text/html"), new(503, "it can't be kept now", null, "text/html"),
        ],
    };
}
