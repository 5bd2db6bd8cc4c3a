using Holdfast.Domain.Changes;
using Holdfast.Server.Sessions;

namespace Holdfast.Server.OwnerConsole;

/// <summary>
/// As long as an owner has no factor of his own, the platform's word is the one that he has, and a link carries it: whoever came by one
/// may ask for factors, and nothing else. They wait and are told as any other, so a stolen link gains nothing by it.
/// </summary>
internal static class FirstFactor
{
    public static bool IsMissing(SignedIn who) => !Array.Exists(who.Moment.State.Factors, f => f.IsStrong);

    public static bool Is(SignedIn who, Edit[] edits) => IsMissing(who) && Array.TrueForAll(edits, e => e is Edit.AddFactor { Guardian: null, Kind: not FactorKind.Platform });

    /// <summary>Whether the word by which he came suffices for a change.</summary>
    public static bool MayApprove(SignedIn who, Change change) => IsMissing(who)
        && !Consents.PlatformWordIsOver(who.Moment.State, who.Moment.Policy, who.Moment.At) && Is(who, Array.ConvertAll(change.Edits, e => e.Edit));

    /// <summary>An id that no factor of his has or waits for.</summary>
    public static string FreshId(SignedIn who, string kind)
    {
        var used = who.Moment.State.Factors.Select(f => f.Id)
            .Concat(who.Moment.State.Changes.SelectMany(c => c.Edits).Select(e => e.Edit).OfType<Edit.AddFactor>().Select(e => e.Factor)).ToHashSet(StringComparer.Ordinal);
        for (var i = 1; ; i++)
            if (!used.Contains($"{kind}-{i}")) return $"{kind}-{i}";
    }
}
