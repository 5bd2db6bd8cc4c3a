using Holdfast.Consoles.Pages;
using Holdfast.Consoles.Parts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Reviews;

namespace Holdfast.Server.OwnerConsole;

/// <summary>
/// Answers the one question that a frightened person has. What waits can't take anything yet, so it never makes the answer a no; that it
/// waits, and who asked, is what there is to look at.
/// </summary>
internal static class Verdicts
{
    public static Verdict Of(Look look, ChangeRow[] waiting, KeyReview[] reviews)
    {
        var state = look.Moment.State;
        var expanding = Array.FindAll(waiting, w => w.Expands);
        if (state.IsFrozenAt(look.Moment.At))
            return new Verdict("Your money is frozen. Nothing can leave.", "stopped", [.. Array.ConvertAll(state.Freezes, f => f.Ends is { } ends
                ? $"Set by {ChangeRows.Asker(look, f.By)}, until {look.Say(ends)}." : $"Set by {ChangeRows.Asker(look, f.By)}, until it is lifted."), .. Waiting(expanding)]);
        if (expanding.Length > 0)
            return new Verdict("Your money is safe. Look at what waits.", "look",
                [.. Waiting(expanding), "Did you ask for it yourself, and did nobody tell you to? If not, stop it."]);
        return new Verdict("Yes. Your money is safe right now.", "",
        [
            "Nothing new waits, and nobody can add anything without you being told first.",
            Loss(look, reviews),
        ]);
    }

    private static string[] Waiting(ChangeRow[] expanding) => expanding.Length switch
    {
        0 => [],
        1 => ["One change waits. It can't take anything yet."],
        var many => [$"{many} changes wait. They can't take anything yet."],
    };

    private static string Loss(Look look, KeyReview[] reviews) => Array.Exists(reviews, r => r.Loss.Bound == Bound.Unlimited)
        ? "One of your keys could withdraw much to addresses that you chose. A limit would bound that."
        : reviews.Length == 0 || Array.TrueForAll(reviews, r => r.Loss.Bound == Bound.Powerless)
            ? "No key can take money out."
            : "What your keys could move unnoticed is bounded.";

    /// <summary>One thing at a time: what would help most.</summary>
    public static Step? Next(Look look)
    {
        var state = look.Moment.State;
        var live = Array.FindAll(state.Channels, c => c.EndedAt is null);
        if (live.Length == 0) return new Step("Nobody is told when something is asked for on your account. Add an email.", "/console/people", "Add an email");
        if (!Array.Exists(state.Factors, f => f.Kind == FactorKind.Passkey) && !Asked(look, e => e is Edit.AddFactor { Kind: FactorKind.Passkey }))
            return new Step("Add a passkey. Nobody can talk you out of one on the phone.", "/console/sign-ins", "Add a passkey");
        if (Array.TrueForAll(state.Accounts, a => a.Destinations.Length == 0) && !Asked(look, e => e is Edit.AddDestination))
            return new Step("Which address would you flee to? Add it while nothing is wrong, so that it is ready on a bad day.", "/console/addresses", "Add an address");
        if (state.Guardians.Length == 0 && !Asked(look, e => e is Edit.AddGuardian))
            return new Step("Is there somebody you trust? A guardian is told, and can stop what you are talked into.", "/console/people", "Add a guardian");
        return Array.Exists(state.Factors, f => f.Kind == FactorKind.Recovery) || Asked(look, e => e is Edit.AddFactor { Kind: FactorKind.Recovery }) ? null
            : new Step("Print recovery codes, for the day on which your phone is lost.", "/console/sign-ins", "Make recovery codes");
    }

    private static bool Asked(Look look, Func<Edit, bool> what) => look.Moment.State.Changes.Where(c => c.Waits).SelectMany(c => c.Edits).Any(e => what(e.Edit));
}
