using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>
/// All that waits on an owner's accounts, in plain sentences, for letters about one change or about none. What was quietly
/// vetoed is still among it: a letter is read by whoever stands beside.
/// </summary>
/// <param name="Text">One sentence or two for each edit: what it is, and from when.</param>
/// <param name="Together">What it comes to with the change that the letter is about; null where nothing else expands.</param>
public sealed record Pending(string[] Text, string? Together)
{
    /// <param name="besides">The change that is told of already; null: none.</param>
    /// <param name="shown">Moves a time to how it is shown.</param>
    public static Pending Of(OwnerState state, string? besides, Instant at, Func<Instant, Instant>? shown = null)
    {
        state = Maturing.At(state, at);
        var waiting = state.Changes.Where(c => c.Waits && !string.Equals(c.Id, besides, StringComparison.Ordinal))
            .SelectMany(c => c.Edits.Select((e, i) => (Change: c, e.Edit, e.Effect, Parts: Waiting(c, i))))
            .Where(e => e.Parts.Length > 0).ToArray();
        var expands = waiting.Where(e => e.Effect == Effect.Expands).Select(e => e.Edit).ToArray();
        Edit[] told = [.. state.FindChange(besides ?? "")?.Edits.Where(e => e.Effect == Effect.Expands).Select(e => e.Edit) ?? []];
        return new Pending(
            [
                .. waiting.Select(e => Where(state, e.Change) + Wording.Say(e.Edit) + " "
                    + When(state, e.Parts, at, shown ?? (x => x))),
            ],
            expands.Length == 0 ? null : $"Together: {Wording.Meaning([.. told, .. expands])}.");
    }

    private static HeldPart[] Waiting(Change change, int edit) => Array.FindAll(
        change.Parts, p => p.Edit == edit && p is { State: PartState.Awaiting or PartState.Held });

    private static string Where(OwnerState state, Change change) =>
        state.Accounts.Length > 1 ? $"On the account {change.Account}: " : "";

    private static string When(OwnerState state, HeldPart[] parts, Instant at, Func<Instant, Instant> shown)
    {
        var hold = Wording.Hours(parts.Max(p => p.Hold));
        if (Array.Exists(parts, p => p.State == PartState.Awaiting))
            return $"It waits for an approval, and then {hold} more.";
        if (Array.Exists(parts, p => p.StartAge is null))
            return $"It waits until somebody was told, and then {hold} more.";
        if (Array.Exists(parts, p => state.Clock(p.Clock).IsPausedAt(at)))
            return "Its hold stands still for now.";
        var (first, last) = (parts.Min(p => Maturing.Matures(state, p)), parts.Max(p => Maturing.Matures(state, p)));
        return first == last
            ? $"It is possible from {shown(first).ToWords()} on, unless somebody stops it."
            : $"It is possible in part from {shown(first).ToWords()} on and as a whole from {shown(last).ToWords()} on, unless somebody stops it.";
    }
}
