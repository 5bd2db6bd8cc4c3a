using System.Collections.Concurrent;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Sessions;
using Holdfast.Server.Answers;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Reading;
using Holdfast.Storage;

namespace Holdfast.Server.Sessions;

/// <summary>Somebody who is signed in, with the state as of his request.</summary>
internal sealed record SignedIn(string Owner, ConsoleSession Session, Moment Moment, By By);

/// <summary>How a sign-in came out.</summary>
/// <param name="Token">What the browser gets; null where nobody was signed in.</param>
internal sealed record SignIn(string? Token, Answered Answer);

/// <summary>
/// Who is signed in to the console. The log knows the sessions, by the hashes of their tokens; what browsers hold is nowhere here.
/// </summary>
internal sealed class SessionBook(
    ILog log, OwnerBook owners, InstallationClock clock, Codes codes, OwnerPasskeys passkeys, SignInChallenges challenges, SessionCookie cookie, BrowserOf browser)
{
    private const int MostKnown = 100_000;

    private readonly ConcurrentDictionary<string, string> ownerOf = new(StringComparer.Ordinal);
    private readonly LastSeen seen = new(ConsoleSession.Idle);

    public SessionCookie Cookie => cookie;

    public static LogKey LinkKey(string hash) => LogKey.Of("consoleLink", hash);

    private static LogKey SessionKey(string hash) => LogKey.Of("session", hash);

    /// <summary>Whoever sends a request; null where nobody is signed in with what it brought, or not any more.</summary>
    /// <param name="counts">Whether the request is an act of a person, who then isn't idle.</param>
    public async ValueTask<SignedIn?> FindAsync(HttpContext http, bool counts = true)
    {
        if (cookie.HashIn(http.Request) is not { } hash || OwnerBehind(SessionKey(hash), hash) is not { } owner) return null;
        var moment = await owners.ShowOwnerAsync(owner);
        if (Array.Find(moment.State.Sessions, s => s.Hash == hash) is not { } session) return null;
        var now = clock.Sure();
        if (session.IsOver(moment.Wall) || seen.IsIdle(session.Id, session.Since, now)) return null;
        if (counts) seen.See(session.Id, now);
        return new SignedIn(owner, session, moment, By(http, owner, session.Id));
    }

    /// <summary>Lets the platform's customer in: the token of a link, which is good once and for a minute.</summary>
    public async ValueTask<Answered> MakeLinkAsync(string account, string owner, string token, RequestKey request, Func<Domain.Time.Instant, Answered> answer)
    {
        var until = clock.Wall() + ConsoleLink.Life;
        var hash = Installation.HashOf(token);
        return await owners.RunAsync(owner, new Command
        {
            Request = request,
            Points = _ => [LinkKey(hash)],
            Decide = moment => MakeConsoleLink.Decide(moment.State, new MakeConsoleLink(account, hash, until)),
            Answer = (outcome, _) => outcome is Outcome.Refused refused ? Problems.Of(refused) : answer(until),
        });
    }

    public async ValueTask<SignIn> ByLinkAsync(HttpContext http, string token)
    {
        var hash = Installation.HashOf(token);
        if (OwnerBehind(LinkKey(hash), hash) is not { } owner) return new SignIn(null, LinkOver);
        return await OpenAsync(http, owner, [], moment =>
            Array.Find(moment.State.Links, l => l.Hash == hash) is { } link ? (link.Account, hash, null) : ("", hash, null));
    }

    /// <summary>A passkey names itself, and so whose it is.</summary>
    public async ValueTask<SignIn> ByPasskeyAsync(HttpContext http, PasskeyResponse response)
    {
        var refused = new SignIn(null, PasskeyRefused);
        if (challenges.In(response, clock.Wall()) is not { } challenge) return refused;
        if (OwnerBehind(PasskeyKeys.Credential(response.Credential), response.Credential) is not { } owner) return refused;
        return await OpenAsync(http, owner, [SignInChallenges.Once(challenge)], moment =>
            passkeys.Signed(owner, moment.State, challenge, By(http, owner, null), response) is { } consent
                ? (moment.State.Accounts[0].Id, null, consent)
                : null);
    }

    /// <summary>Somebody who came by a link uses a one-time or recovery code.</summary>
    public async ValueTask<SignIn> ByCodeAsync(HttpContext http, SignedIn signedIn, FactorKind kind, string code)
    {
        Outcome? instead = null;
        return await OpenAsync(http, signedIn.Owner, [], moment =>
        {
            var consent = codes.Read(moment, signedIn.Owner, signedIn.Session.Account, new ApprovalBody(kind, "", code, null, signedIn.By), out instead);
            return consent is null ? null : (signedIn.Session.Account, null, consent);
        }, () => instead);
    }

    public async ValueTask<Answered> EndAsync(SignedIn signedIn, params string[] sessions)
    {
        foreach (var session in sessions) seen.End(session);
        return await owners.RunAsync(signedIn.Owner, new Command
        {
            Decide = moment => EndSessions.Decide(moment.State, new EndSessions(signedIn.Session.Account, sessions, signedIn.By)),
            Answer = (_, _) => new Answered(200, default),
        });
    }

    private async ValueTask<SignIn> OpenAsync(
        HttpContext http, string owner, LogKey[] claims, Func<Moment, (string Account, string? Link, Consent? Consent)?> read, Func<Outcome?>? instead = null)
    {
        var (token, id) = (Ids.Secret(), Ids.Session());
        var hash = Installation.HashOf(token);
        var replaces = cookie.HashIn(http.Request);
        var answer = await owners.RunAsync(owner, new Command
        {
            Claims = [SessionKey(hash), .. claims],
            Claimed = PasskeyRefused,
            Decide = moment => read(moment) is var (account, link, consent)
                ? OpenSession.Decide(moment.State, new OpenSession(
                    account, id, hash, link, consent, Array.Find(moment.State.Sessions, s => s.Hash == replaces)?.Id, BrowserOf.Name(http), moment.Wall), moment.Policy, moment.At)
                : instead?.Invoke() ?? Outcome.Refuse(RefusalKind.Rule, "passkeyRefused", "no passkey of the owner signed this"),
            Answer = (outcome, _) => outcome is Outcome.Refused refused ? Problems.Of(refused)
                : outcome is Outcome.Records { Events: [Domain.Accounts.OwnerEvent.SessionOpened] } ? new Answered(200, default) : ChangeEndpoints.WrongCode,
        });
        return new SignIn(answer.Status == 200 ? token : null, answer);
    }

    private string? OwnerBehind(LogKey key, string name)
    {
        if (ownerOf.TryGetValue(name, out var known)) return known;
        if (log.Find(key) is not { } position || log.ReadAt(position) is not { } first) return null;
        if (ownerOf.Count > MostKnown) ownerOf.Clear();
        return ownerOf[name] = first.Owner;
    }

    private By By(HttpContext http, string owner, string? session) => new(ByKind.Owner, owner, session, browser.Address(http), BrowserOf.Name(http));

    private static readonly Answered LinkOver = Problems.Of(403, "linkOver", "this link was used, or it is older than a minute");

    private static readonly Answered PasskeyRefused = Problems.Of(403, "passkeyRefused", "no passkey of the owner signed this");
}
