using Holdfast.Consoles.Parts;
using Holdfast.Consoles.Words;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Evidence;
using Holdfast.Server.Changes;

namespace Holdfast.Server.OwnerConsole;

/// <summary>Changes as their owner is shown them.</summary>
internal static class ChangeRows
{
    /// <summary>What waits, the newest first.</summary>
    public static ChangeRow[] Waiting(Look look) =>
        [.. look.Moment.State.Changes.Where(c => c.Waits && !ChangeView.SeesQuietVeto(look.Moment.State, c, look.Viewer)).Reverse().Select(c => Of(look, c))];

    public static ChangeRow Of(Look look, Change change)
    {
        var standing = Standing(look, change);
        var mayStop = standing is Consoles.Parts.Standing.AwaitsYou or Consoles.Parts.Standing.AwaitsOthers or Consoles.Parts.Standing.Held;
        return new ChangeRow(
            change.Id, change.Account, change.Digest, change.Text,
            [.. change.Edits.Select(e => new EditRow(BeforeAfter.Before(look, change.Account, e.Edit), BeforeAfter.After(look, change.Account, e.Edit), e.Effect == Effect.Expands, ""))],
            standing, From(look, change, standing),
            mayStop ? WhoMayStop.Of(look.Moment.State, change, look.Moment.Policy, look.Moment.At).ToOwner() : null,
            Asker(look, change.By), look.Date(change.AskedAt), [.. change.Assessment.Reasons.Select(Assessing.Text)],
            Array.Exists(change.Edits, e => e.Effect == Effect.Expands), mayStop);
    }

    private static Standing Standing(Look look, Change change) => change switch
    {
        _ when ChangeView.SeesQuietVeto(look.Moment.State, change, look.Viewer) => Consoles.Parts.Standing.StoppedQuietly,
        { AwaitsApproval: true } => change.NeedsStaff || change.OwnerApproval is not null || change.By.Kind == ByKind.Guardian
            ? Consoles.Parts.Standing.AwaitsOthers : Consoles.Parts.Standing.AwaitsYou,
        { Waits: true } => Consoles.Parts.Standing.Held,
        { Ending: Ending.Vetoed } => Consoles.Parts.Standing.Stopped,
        { Ending: not null } => Consoles.Parts.Standing.Over,
        _ => Consoles.Parts.Standing.InForce,
    };

    private static string From(Look look, Change change, Standing standing) => standing switch
    {
        Consoles.Parts.Standing.AwaitsYou => "not before you approve it" + Wait(change),
        Consoles.Parts.Standing.AwaitsOthers => (change.NeedsStaff ? "not before two of the staff approve it" : "not before your guardian approves it, too") + Wait(change),
        Consoles.Parts.Standing.Held => Held(look, change),
        Consoles.Parts.Standing.InForce => "it is in force",
        Consoles.Parts.Standing.Stopped => "never: it was stopped",
        Consoles.Parts.Standing.StoppedQuietly => "never: you stopped it quietly, and whoever asked sees it as waiting",
        Consoles.Parts.Standing.Over => change.Ending == Ending.Expired ? "never: nobody approved it in time" : "never: it is over",
        _ => throw new InvalidOperationException($"no words for {standing}"),
    };

    private static string Wait(Change change) => change.Parts.Where(p => p.State == PartState.Awaiting).Select(p => p.Hold).DefaultIfEmpty().Max() is { Ticks: > 0 } hold
        ? $"; then it waits {Times.Span(hold)} from when you were told" : "; then at once";

    private static string Held(Look look, Change change)
    {
        var parts = Array.FindAll(change.Parts, p => p.State == PartState.Held);
        return parts.MaxBy(p => ChangeView.EffectiveAt(look.Moment, p)?.Milliseconds ?? long.MaxValue) is { } last ? "it " + look.From(last) : "it waits";
    }

    /// <summary>Somebody else who is signed in as the owner is named as that: it is the first thing to look for.</summary>
    public static string Asker(Look look, By by) => by.Kind switch
    {
        ByKind.Owner when by.Session == look.Who.Session.Id => "you, here",
        ByKind.Owner when by.Session is not null => $"somebody signed in as you{(by.Device is { } device ? $", with {device}" : "")}{(by.Ip is { } ip ? $", from {ip}" : "")}",
        ByKind.Owner => "you, at your platform",
        ByKind.Key => $"the API key {by.Id}",
        ByKind.Guardian => $"the guardian {Array.Find(look.Moment.State.Guardians, g => g.Id == by.Id)?.Name ?? by.Id}",
        ByKind.Staff => "the staff of your platform",
        ByKind.Link => "the holder of a link that went to you",
        _ => throw new InvalidOperationException($"no words for {by.Kind}"),
    };
}
