using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>What waits for a part that a withdrawal misses. What was vetoed quietly still looks as if it waited, but helps nobody.</summary>
internal static class HeldOnPath
{
    public static HeldPart? Of(OwnerState state, string thing)
    {
        foreach (var change in state.Changes)
        {
            if (change.Quiet is not null) continue;
            foreach (var part in change.Parts)
                if (part.State == PartState.Held && string.Equals(part.Thing, thing, StringComparison.Ordinal)) return part;
        }
        return null;
    }

    public static Instant CredentialUntil(OwnerState state, string? change)
    {
        if (change is null || state.FindChange(change) is not { Quiet: null } found) return Instant.Never;
        foreach (var part in found.Parts)
            if (part.Does is Edit.FullCredential) return Maturing.Matures(state, part);
        return Instant.Never;
    }

    public static HeldPart? Source(OwnerState state, Account account, ApiKey key, Ip ip)
    {
        foreach (var change in state.Changes)
        {
            if (change.Quiet is not null || !string.Equals(change.Account, account.Id, StringComparison.Ordinal)) continue;
            foreach (var part in change.Parts)
                if (part is { State: PartState.Held, Does: Edit.AddSource e } && e.Source.Contains(ip)
                    && string.Equals(e.Key, key.Id, StringComparison.Ordinal)) return part;
        }
        return null;
    }
}
