using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Keys;

namespace Holdfast.Domain.Changes;

/// <summary>Whether what an approval would bring still has room: what is in force and what is held count together.</summary>
internal static class Room
{
    public static Refusal? For(OwnerState state, Change change)
    {
        var account = state.Find(change.Account)!;
        Edit[] held = [.. state.Changes.Where(c => Same(c.Account, change.Account)).SelectMany(c => c.Parts)
            .Where(p => p.State == PartState.Held).Select(p => p.Does)];
        Edit[] fresh = [.. change.Parts.Where(p => p.State == PartState.Awaiting).Select(p => p.Does)];
        foreach (var edit in fresh)
            if (Of(state, account, edit, fresh, [.. held, .. fresh]) is { } refusal) return refusal;
        return null;
    }

    private static Refusal? Of(OwnerState state, Account account, Edit edit, Edit[] fresh, Edit[] all) => edit switch
    {
        Edit.OpenKey e when Array.IndexOf(account.UsedKeyIds, KeyEdits.IdFingerprint(e.Key)) >= 0 =>
            No("keyIdUsed", $"the key id `{e.Key}` was used before; ids are never used again"),
        Edit.OpenKey when account.Keys.Length + fresh.OfType<Edit.OpenKey>().Count() > Bounds.Keys =>
            No("tooManyKeys", $"an account has at most {Bounds.Keys} keys"),
        Edit.OpenCredential e when e.Overlap != TimeSpan.Zero && account.FindKey(e.Key) is { Credentials.Length: > 1 } =>
            No("keyHasTwoCredentials", $"the key `{e.Key}` has two credentials"),
        Edit.AddSource e when account.FindKey(e.Key) is { } key
            && key.Sources.Length + all.OfType<Edit.AddSource>().Count(s => Same(s.Key, e.Key)) > Bounds.Sources =>
            No("tooManySources", $"a key has at most {Bounds.Sources} sources"),
        Edit.AddDestination when account.Destinations.Length + all.OfType<Edit.AddDestination>().Count() > Bounds.Destinations =>
            No("tooManyDestinations", $"an account has at most {Bounds.Destinations} destinations"),
        Edit.AddFactor when state.Factors.Length + all.OfType<Edit.AddFactor>().Count() > Bounds.Factors =>
            No("tooManyFactors", $"an owner has at most {Bounds.Factors} factors"),
        _ => null,
    };

    private static Refusal No(string code, string text) => new(RefusalKind.State, code, text);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
