using Holdfast.Domain.Accounts;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>Who could stop what waits of a change now, asked of the rule that a veto is decided by.</summary>
/// <param name="Channels">The owner's channels whose link stops it.</param>
/// <param name="EveryChannel">Those are all that he has.</param>
/// <param name="Guardians">The guardians who may, by name.</param>
public sealed record WhoMayStop(bool Owner, string[] Channels, bool EveryChannel, string[] Guardians, bool Staff)
{
    public static WhoMayStop Of(OwnerState state, Change change, Policy policy, Instant at)
    {
        state = Maturing.At(state, at);
        change = state.FindChange(change.Id) ?? change;
        var live = Array.FindAll(state.Channels, c => c.EndedAt is null);
        string[] channels = [.. live.Where(c => May(ByKind.Link, c.Id)).Select(c => c.Id)];
        return new WhoMayStop(
            May(ByKind.Owner, ""), channels, channels.Length > 0 && channels.Length == live.Length,
            [.. state.Guardians.Where(g => May(ByKind.Guardian, g.Id)).Select(g => g.Name)], May(ByKind.Staff, ""));

        bool May(ByKind kind, string id) => VetoChange.Reaches(state, change, new By(kind, id), policy, at).Length > 0;
    }

    /// <summary>In words to the owner.</summary>
    public string ToOwner() => Upper(Say("you", "your", Guardians));

    /// <summary>In words to one of the guardians, whom they call by `you`.</summary>
    public string ToGuardian(string name)
    {
        var others = Guardians.ToList();
        return others.Remove(name) ? "You; " + Say("the owner", "his", [.. others]) : Upper(Say("the owner", "his", Guardians));
    }

    private string Say(string owner, string his, string[] guardians)
    {
        string[] who =
        [
            .. Owners(owner, his) is { } from ? (string[])[from] : [],
            .. guardians.Length == 0 ? (string[])[] : [$"{his} guardian{(guardians.Length == 1 ? "" : "s")} {List(guardians)}"],
            .. Staff ? (string[])["our staff"] : [],
        ];
        return who.Length == 0 ? "nobody any more" : string.Join("; ", who);
    }

    private string? Owners(string owner, string his) => this switch
    {
        { EveryChannel: true } => $"{owner}, from any of {his} channels",
        { Channels.Length: > 0 } => $"{owner}, from {List(Channels)}",
        _ => Owner ? owner : null,
    };

    private static string List(string[] names) =>
        names.Length == 1 ? names[0] : string.Join(", ", names[..^1]) + " and " + names[^1];

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
