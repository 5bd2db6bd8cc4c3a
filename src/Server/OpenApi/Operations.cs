using Holdfast.Server.Hosting;

namespace Holdfast.Server.OpenApi;

/// <summary>Every operation of the contract.</summary>
internal static class Operations
{
    private const string Accounts = "accounts", Changes = "changes", Withdrawals = "withdrawals", Orders = "orders", Staff = "staff",
        Following = "following", Health = "health", Links = "links", Gate = "gate", Sandbox = "sandbox";

    public static Operation OpenAccount { get; } = new("openAccount", Accounts, "Open an account")
    {
        Description = "Edits given with an owner's first account need no approval. With an account of an owner who has one already they "
            + "wait like any other, together with its `join`. The email becomes a channel.",
        Door = Door.Decide,
        Body = "OpenAccount",
        Replies = [new(201, "the account as it is now", "Account")],
        Problems = [403, 409],
    };

    public static Operation ReadAccount { get; } = new("readAccount", Accounts, "Read an account")
    {
        Door = Door.DecideOrStaff,
        Query = ["viewer"],
        Replies = [new(200, "what is in force, what waits and until when", "Account")],
        Problems = [404],
    };

    public static Operation ReviewKeys { get; } = new("reviewKeys", Accounts, "Review keys")
    {
        Description = "What each key can do, what it was used for at the gate, what it could lose in 48 h without anybody being told at once or "
            + "asked to confirm it (`atMost` null: nothing bounds it), and `spare` power: edits that only reduce, to be asked for as they are.",
        Door = Door.DecideOrStaff,
        Replies = [new(200, "the keys, one by one", "Review")],
        Problems = [404],
    };

    public static Operation FreezeAccount { get; } = new("freezeAccount", Accounts, "Stop what leaves, at once")
    {
        Description = "Freezes of different people stand side by side; a guardian's ends after 7 days at most. Lifting one is the edit "
            + "`liftFreeze`, and always waits.",
        Door = Door.DecideOrStaff,
        Body = "Freeze",
        Replies = [new(200, "the freeze that stands", "Frozen")],
        Problems = [404, 409],
    };

    public static Operation BeginPasskey { get; } = new("beginPasskey", Changes, "Begin to register a passkey")
    {
        Description = "`options` are what the owner's browser is given, by `PublicKeyCredential.parseCreationOptionsFromJSON`. Good once, for 5 minutes.",
        Door = Door.Decide,
        Body = "Passkey",
        Replies = [new(201, "what the browser is asked for", "Ceremony")],
        Problems = [404, 409],
    };

    public static Operation RegisterPasskey { get; } = new("registerPasskey", Changes, "Ask for a passkey as a factor")
    {
        Description = "`credential` is the browser's `toJSON()`. What it registered is asked for as the edit `addFactor`, and waits as any other.",
        Door = Door.Decide,
        Body = "PasskeyCredential",
        Replies = [new(201, "the change", "Change")],
        Problems = [403, 404, 409],
    };

    public static Operation Import { get; } = new("importAccounts", Staff, "Take accounts over")
    {
        Description = "The file that two staff members agreed on by an act `import` with its SHA-256: NDJSON, an account a line, "
            + "at the age that what it held has. Lines that can't be taken are named and the others go in; "
            + "the same again changes nothing. Closed 30 days after the first start.",
        Door = Door.Staff,
        Body = "ImportedLine",
        IsLines = true,
        Replies = [new(200, "what came of it, with the first 1,000 mistakes", "Imported")],
        Problems = [403, 409, 413, 415],
    };

    public static Operation ReadImport { get; } = new("readImport", Staff, "See how far an import is")
    {
        Description = "Of the file that was imported last, since the start. `mistakes` are at most 1,000, of lines after `after`.",
        Door = Door.Staff,
        Query = ["after"],
        Replies = [new(200, "how far it is", "Imported")],
        Problems = [404],
    };

    public static Operation ReportCall { get; } = new("reportCall", Accounts, "Report a suspicious call or message")
    {
        Description = "It acts at once, on the reporter's own account alone: what was asked there in the last 24 h is stopped, holds are 96 h "
            + "for 7 days and end by themselves, and the account is frozen where `freeze` is true. `by` is the owner; absent, he himself.",
        Door = Door.Decide,
        Body = "Report",
        Replies = [new(201, "what it did", "Reported")],
        Problems = [403, 404],
    };

    public static Operation RecordSignal { get; } = new("recordSignal", Accounts, "Record an observation about risk")
    {
        Door = Door.Decide,
        Body = "AccountSignal",
        Replies = [new(202, "it was recorded", "SignalRecorded")],
        Problems = [404],
    };

    public static Operation AskChange { get; } = new("askChange", Changes, "Ask for a change")
    {
        Description = "What reduces is in force with the answer; what expands waits for an approval and its hold.",
        Door = Door.DecideOrStaff,
        Body = "AskChange",
        Replies =
        [
            new(201, "the change", "Change"),
            new(200, "the same change, asked again while it waits, or nothing to do", "Change|NothingToDo"),
        ],
        Problems = [404, 409],
    };

    public static Operation ReadChange { get; } = new("readChange", Changes, "Read a change")
    {
        Door = Door.DecideOrStaff,
        Query = ["viewer"],
        Replies = [new(200, "the change", "Change")],
        Problems = [404],
    };

    public static Operation ApproveChange { get; } = new("approveChange", Changes, "Consent to exactly this change")
    {
        Door = Door.Decide,
        Body = "Approval",
        Replies = [new(200, "the change", "Change")],
        Problems = [404, 409],
    };

    public static Operation VetoChange { get; } = new("vetoChange", Changes, "Cancel a change that waits")
    {
        Description = "Wins up to and including the instant of maturity. Later it is a 409 `alreadyInForce`, whose `undo` holds the edits "
            + "that take it back.",
        Door = Door.DecideOrStaff,
        Body = "Veto",
        Replies = [new(200, "the change", "Change")],
        Problems = [404, 409],
    };

    public static Operation AskWithdrawal { get; } = new("askWithdrawal", Withdrawals, "Ask whether a withdrawal may leave")
    {
        Description = "`allow` comes with a permit of 60 s. A denied one may be asked again under the same id; every other repetition is "
            + "answered with what was decided.",
        Door = Door.Decide,
        Body = "AskWithdrawal",
        Query = ["observe"],
        Replies = [.. Decided],
        Problems = [404, 409],
    };

    public static Operation ReportPrices { get; } = new("reportPrices", Orders, "Report prices")
    {
        Description = "The newest of each pair is kept in memory, and orders are judged by it while it is not older than the policy's "
            + "`priceAge`. `volume24h` is in the quote asset.",
        Door = Door.Decide,
        Body = "Prices",
        Replies = [new(200, "they count from now on", "PricesTaken")],
        Problems = [409],
    };

    public static Operation PlaceOrder { get; } = new("placeOrder", Orders, "Ask whether an order may be placed")
    {
        Description = "On a pair above the policy's volume floor an order at most the policy's band worse than the reported price counts "
            + "nothing and is not recorded. Any other counts as a withdrawal of what it can lose; beyond the allowance it is denied.",
        Door = Door.Decide,
        Body = "Order",
        Replies = [new(200, "`allow`", "OrderDecision"), new(403, "`deny`: the same body", "OrderDecision")],
        Problems = [404],
    };

    public static Operation ReadWithdrawal { get; } = new("readWithdrawal", Withdrawals, "Read what was decided")
    {
        Door = Door.DecideOrStaff,
        Replies = [new(200, "the withdrawal as it was decided last; never with a permit", "Withdrawal")],
        Problems = [404],
    };

    public static Operation Authorize { get; } = new("authorize", Gate, "May this request of a customer's client go on?")
    {
        Description = "For a trusted proxy alone, which names the original method and target (`X-Original-Method` and `X-Original-URI`, or "
            + "`X-Forwarded-Method` and `X-Forwarded-Uri`) and the client's address in `X-Forwarded-For`, beside the headers of the request. "
            + "401 where nobody knows who asks, 403 where it is refused; both without a word.",
        Replies = [new(200, "it may: `X-Holdfast-Account`, `-Key`, `-Permission` and, for a withdrawal, `-Withdrawal` say whose it is"),
            new(401, "the signature is nobody's"), new(403, "it may not")],
    };

    /// <summary>A proxy that passes the whole request on keeps its method.</summary>
    public static (string Method, Operation Operation)[] AuthorizeWhole { get; } = Array.ConvertAll<string, (string, Operation)>(
        ["POST", "PUT", "DELETE"], method => (method, Authorize with
        {
            Id = "authorize" + method[0] + method[1..].ToLowerInvariant(),
            Summary = "The same with the body, for schemes that sign it",
            Description = "With `X-Holdfast-Redirect: @name` the body is judged too, and the answer sends the request on by "
                + "`X-Accel-Redirect`. The original method is still the one that the proxy names.",
        }));

    public static Operation ReadRefusals { get; } = new("readRefusals", Gate, "Why requests of an account's keys were refused")
    {
        Description = "Since the start, the newest first; older ones are in the feed as `requestsRefused`.",
        Door = Door.DecideOrStaff,
        Replies = [new(200, "what was refused, by key and reason", "Refusals")],
        Problems = [404],
    };

    public static Operation ApproveWithdrawal { get; } = Later("approveWithdrawal", "Pass a challenge", "Approval");

    public static Operation CancelWithdrawal { get; } = Later("cancelWithdrawal", "Say that it will not happen", "Act") with
    {
        Description = "From 60 s after the end of its last permit. It stops counting, and gets no permit any more.",
    };

    public static Operation ReleaseWithdrawal { get; } = Later("releaseWithdrawal", "Ask again after a hold", "Act") with
    {
        Description = "Everything is judged anew.",
    };

    public static Operation PermitWithdrawal { get; } = Later("permitWithdrawal", "Ask for a fresh permit", "Act") with
    {
        Description = "Everything is judged anew. A signer signs a `jti` once, ever.",
    };

    public static Operation ProposeAct { get; } = new("proposeAct", Staff, "Propose what takes two staff members")
    {
        Description = "Waits 24 h for the second.",
        Door = Door.Staff,
        Body = "StaffAct",
        Replies = [new(201, "the act", "StaffActed")],
        Problems = [404, 409],
    };

    public static Operation SecondAct { get; } = new("secondAct", Staff, "Agree to it as the second staff member")
    {
        Door = Door.Staff,
        Body = "Nothing",
        Replies = [new(200, "the act", "StaffActed")],
        Problems = [404, 409],
    };

    public static Operation IssueToken { get; } = new("issueToken", Staff, "Make a token")
    {
        Description = "In force at once; with the role `staff` only when a second staff member agrees to its act.",
        Door = Door.Staff,
        Body = "IssueToken",
        Replies = [new(201, "the token, shown once", "TokenIssued")],
        Problems = [409],
    };

    public static Operation EndToken { get; } = new("endToken", Staff, "End a token")
    {
        Door = Door.Staff,
        Replies = [new(204, "it is gone")],
        Problems = [404],
    };

    public static Operation ReadEvents { get; } = new("readEvents", Following, "Follow the log")
    {
        Door = Door.Feed,
        Query = ["after", "limit", "wait"],
        Description = "A page holds fewer than `limit` where events are large; the end is an empty page.",
        Replies = [new(200, "events in order; none when there are no more", "Events")],
    };

    public static Operation TakeAnnouncements { get; } = new("takeAnnouncements", Following, "Say that announcements were passed on")
    {
        Description = "For a platform that tells its customers itself, where the policy says so: holds that were announced up to this position start.",
        Door = Door.Feed,
        Body = "Taken",
        Replies = [new(200, "how many", "Started")],
        Problems = [409],
    };

    public static Operation ShowVeto { get; } = new("showVeto", Links, "The page of a veto link")
    {
        Replies =
        [
            new(200, "what may be stopped", null, "text/html"),
            new(404, "the link is not known", null, "text/html"),
            new(503, "it can't be read now"),
        ],
    };

    public static Operation VetoByLink { get; } = new("vetoByLink", Links, "Stop it, without signing in")
    {
        Body = "VetoForm",
        Replies =
        [
            new(200, "what was done", null, "text/html"),
            new(400, "the form can't be read"),
            new(404, "the link is not known", null, "text/html"),
            new(503, "it can't be read now"),
        ],
    };

    public static Operation Live { get; } = new("live", Health, "Whether it lives")
    {
        Replies = [new(200, "it does", "Health")],
    };

    public static Operation Ready { get; } = new("ready", Health, "Whether it may be called")
    {
        Replies = [new(200, "it may", "Readiness"), new(503, "it may not", "Readiness")],
    };

    public static Operation ReadMetrics { get; } = new("readMetrics", Health, "The figures to alert on")
    {
        Description = "In the text format of Prometheus. What each means and when to alert: docs/guides/alerts.md.",
        Door = Door.Feed,
        Replies = [new(200, "one figure a line, each with its meaning", null, "text/plain")],
    };

    public static Operation ShowCalling { get; } = new("showCalling", Links, "The page for somebody who is being called") { Replies = [new(200, "no, and what to do", null, "text/html")] };

    public static Operation ShowVerify { get; } = new("showVerify", Links, "The page that looks anything up")
    {
        Description = "`q` is a code, a number, an address, a link or a name.",
        Replies = [new(200, "the form, and the answer", null, "text/html"), new(503, "it can't be read now", null, "text/html")],
    };

    public static Operation ShowReport { get; } = new("showReport", Links, "The page that takes reports without a name") { Replies = [new(200, "the form", null, "text/html")] };

    public static Operation SendReport { get; } = new("sendReport", Links, "Report a call or message without signing in")
    {
        Description = "It is evidence, and acts on no account.",
        Body = "ReportForm",
        Replies =
        [
            new(200, "it is kept", null, "text/html"), new(400, "the form again", null, "text/html"),
            new(429, "too many came in this hour", null, "text/html"), new(503, "it can't be kept now", null, "text/html"),
        ],
    };

    public static Operation ReadOfficial { get; } = new("readOfficial", Links, "What is ours")
    {
        Description = "The official list, as two staff members keep it.",
        Replies = [new(200, "its entries", "OfficialList")],
    };

    public static Operation ProposeOfficial { get; } = new("proposeOfficial", Staff, "Propose the official list")
    {
        Description = "The whole of it. What only takes entries off counts at once; anything else is an act `notice` that another staff member agrees to.",
        Door = Door.Staff,
        Body = "Official",
        Replies = [new(201, "what comes and goes", "OfficialProposed"), new(200, "nothing to do", "OfficialProposed")],
        Problems = [409],
    };

    public static Operation ReadOfficialProposal { get; } = new("readOfficialProposal", Staff, "What a second staff member would agree to")
    {
        Door = Door.Staff,
        Replies = [new(200, "what comes and goes", "OfficialProposed")],
        Problems = [404],
    };

    public static Operation Verify { get; } = new("verify", Links, "Whether a message, number, address or link is ours")
    {
        Description = "One of them at a time. `ours` only for a live announcement (with `to` only where it went there) or an exact entry of the official list, "
            + "never for a number alone. It says nothing about a person on the phone.",
        Query = ["code", "to", "phone", "email", "link", "domain", "handle"],
        Replies = [new(200, "whether it is", "Verified")],
    };

    public static Operation PermitKeys { get; } = new("permitKeys", Health, "The keys that permits, announcements and webhooks are checked with")
    {
        Replies = [new(200, "RFC 7517", "KeySet")],
    };

    public static Operation Document { get; } = new("document", Health, "This document")
    {
        Replies = [new(200, "OpenAPI 3.1", "OpenApiDocument")],
    };

    public static Operation ReadClock { get; } = new("readClock", Sandbox, "Read the test clock")
    {
        Door = Door.Any,
        OnlySandbox = true,
        Replies = [new(200, "the time of the sandbox", "Clock")],
    };

    public static Operation AdvanceClock { get; } = new("advanceClock", Sandbox, "Move the test clock on")
    {
        Description = "Waits until every announcement is taken. A production installation has no such route.",
        Door = Door.Any,
        OnlySandbox = true,
        Body = "Advance",
        Replies = [new(200, "the time of the sandbox", "Clock")],
    };

    private static Reply[] Decided =>
    [
        new(200, "`allow`", "Withdrawal"),
        new(202, "`challenge` or `hold`", "Withdrawal"),
        new(403, "`deny`: the same body; or a refusal by a rule", "Withdrawal"),
    ];

    private static Operation Later(string id, string summary, string body) => new(id, Withdrawals, summary)
    {
        Door = Door.Decide,
        Body = body,
        Replies = [.. Decided],
        Problems = [404, 409],
    };
}
