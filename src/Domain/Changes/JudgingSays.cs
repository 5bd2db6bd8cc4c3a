using Holdfast.Domain.Decisions;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>Edits of who has a say, and what all judgements share.</summary>
internal sealed partial class Judging
{
    private Effect? AddFactor(int i, Edit.AddFactor e)
    {
        if (e.Guardian is { } guardian)
        {
            if (!Array.Exists(state.Guardians, g => Same(g.Id, guardian)))
                return Refuse(i, RefusalKind.Meaning, "guardianUnknown", $"there is no guardian `{guardian}`");
            if (e.Kind != FactorKind.Totp)
                return Refuse(i, RefusalKind.Meaning, "guardianFactorKind", "a guardian's own factor is a `totp`");
        }
        if (e.Passkey is { } passkey && Registered(i).Any(k => Same(k.Credential, passkey.Credential)))
            return Refuse(i, RefusalKind.State, "passkeyKnown", "this passkey is a factor already");
        if (IsFactor(e.Factor) || Waiting(Thing.Of(account.Id, e)))
            return Refuse(i, RefusalKind.State, "factorExists", $"there is a factor `{e.Factor}` already");
        if (state.Factors.Length >= Bounds.Factors)
            return Refuse(i, RefusalKind.State, "tooManyFactors", $"an owner has at most {Bounds.Factors} factors");
        return Wait(i, e, Element.Factor);
    }

    /// <summary>The passkeys of the owner that are there, wait, or are asked for beside.</summary>
    private IEnumerable<Passkey> Registered(int i) => state.Factors.Select(f => f.Passkey)
        .Concat(state.Changes.Where(c => c.Waits).SelectMany(c => c.Edits).Select(e => (e.Edit as Edit.AddFactor)?.Passkey))
        .Concat(edits.Take(i).Select(e => (e as Edit.AddFactor)?.Passkey))
        .OfType<Passkey>();

    /// <summary>Reduces while another strong factor of the owner stays, never a guardian's own; taking back one that is still held always does.</summary>
    private Effect? RemoveFactor(int i, Edit.RemoveFactor e)
    {
        if (!IsFactor(e.Factor)) return Waiting(Thing.Of(account.Id, e)) ? Effect.Reduces : Unknown(i, "factor", e.Factor);
        var stays = Array.Exists(state.Factors, f => Same(f.Id, e.Factor)) && Array.Exists(state.Factors, f => f.IsStrong && !Same(f.Id, e.Factor)
            && !edits.Take(i).OfType<Edit.RemoveFactor>().Any(r => Same(r.Factor, f.Id)));
        return stays ? Effect.Reduces : RemoveSay(i, e, Element.Factor);
    }

    private Effect? AddGuardian(int i, Edit.AddGuardian e)
    {
        if (Array.Exists(state.Guardians, g => Same(g.Id, e.Guardian)))
            return Refuse(i, RefusalKind.State, "guardianExists", $"there is a guardian `{e.Guardian}` already");
        if (state.Guardians.Length >= Bounds.Guardians)
            return Refuse(i, RefusalKind.State, "tooManyGuardians", $"an owner has at most {Bounds.Guardians} guardians");
        Add(i, new Edit.FullGuardian(e.Guardian), Element.Guardian, lengths.Of(Element.Guardian), state: PartState.Held);
        return Effect.Reduces;
    }

    private Effect? RemoveGuardian(int i, Edit.RemoveGuardian e)
    {
        var guardian = Array.Find(state.Guardians, g => Same(g.Id, e.Guardian));
        if (guardian is null) return Unknown(i, "guardian", e.Guardian);
        return guardian.Since is null && guardian.AddedBy.IsSameAs(by)
            ? Effect.Reduces
            : RemoveSay(i, e, Element.Guardian);
    }

    private Effect? AddChannel(int i, Edit.AddChannel e)
    {
        if (Array.Exists(state.Channels, c => Same(c.Id, e.Channel) && (c.EndedAt is null || c.EndedAt + Channel.ToldOn > at)))
            return Refuse(i, RefusalKind.State, "channelExists", $"there is a channel `{e.Channel}` already, or it is still told after its end");
        if (state.Channels.Count(c => c.EndedAt is null) >= Bounds.Channels)
            return Refuse(i, RefusalKind.State, "tooManyChannels", $"an owner has at most {Bounds.Channels} channels");
        var isFirstEmail = e.Kind == ChannelKind.Email && !state.HadEmail
            && !edits.Take(i).Any(x => x is Edit.AddChannel { Kind: ChannelKind.Email });
        Add(i, new Edit.FullChannel(e.Channel), Element.Channel,
            isFirstEmail ? TimeSpan.Zero : lengths.Of(Element.Channel),
            state: isFirstEmail ? PartState.InForce : PartState.Held);
        return Effect.Reduces;
    }

    private Effect? RemoveChannel(int i, Edit.RemoveChannel e)
    {
        var channel = Array.Find(state.Channels, c => c.EndedAt is null && Same(c.Id, e.Channel));
        if (channel is null) return Unknown(i, "channel", e.Channel);
        return channel.Since is null && channel.AddedBy.IsSameAs(by) ? Effect.Reduces : RemoveSay(i, e, Element.Channel);
    }

    /// <summary>Telling more, with nothing told less, is in force at once; whatever tells less in anything waits.</summary>
    private Effect? SetAlerts(int i, Edit.SetAlerts e)
    {
        var channel = Array.Find(state.Channels, c => c.EndedAt is null && Same(c.Id, e.Channel));
        if (channel is null) return Unknown(i, "channel", e.Channel);
        var now = channel.Alerts ?? Alerts.Default;
        if (e.Alerts == now) return Waiting(Thing.Of(account.Id, e)) ? Effect.Reduces : null;
        return e.Alerts.TellLessThan(now) ? Wait(i, e, Element.Channel) : Effect.Reduces;
    }

    /// <summary>Nobody's veto stops his own removal twice: asked again it waits 7 days and only an aged factor can veto it.</summary>
    private Effect? RemoveSay(int i, Edit e, Element element)
    {
        var thing = Thing.Of(account.Id, e);
        var hold = lengths.Of(element);
        var again = Array.Exists(state.Vetoes, v => v.ByItself && Same(v.Thing, thing));
        if (again && hold < TimeSpan.FromDays(7)) hold = TimeSpan.FromDays(7);
        Add(i, e, element, hold, ClockKind.Release, thing, veto: again ? VetoRule.AgedOwnerFactor : VetoRule.Anyone);
        return Effect.Expands;
    }

    private Effect? Recover(int i, Edit.Recover e) =>
        by.Kind != ByKind.Staff
            ? Refuse(i, RefusalKind.Rule, "recoveryIsForStaff", "two staff members who have seen the person recover an account")
            : WaitFor(i, e, Element.Factor, ClockKind.Recovery, Policy.Recovery, Thing.Recovery);

    private Effect? LiftFreeze(int i, Edit.LiftFreeze e)
    {
        if (!Array.Exists(state.Freezes, f => Applying.Lifts(e, by, f)))
            return e.Freeze is not null && Array.Exists(state.Freezes, f => Same(f.Id, e.Freeze))
                ? Refuse(i, RefusalKind.Rule, "freezeOfAnother", "who set a freeze lifts it")
                : Refuse(i, RefusalKind.State, "notFrozen", "there is no such freeze to lift");
        foreach (var freeze in state.Freezes.Where(f => Applying.Lifts(e, by, f)))
            Add(i, new Edit.LiftFreeze(freeze.Id), Element.Freeze, lengths.Of(Element.Freeze), ClockKind.Release);
        return Effect.Expands;
    }

    /// <summary>A figure that grows more permissive waits, one that grows stricter doesn't, an equal one takes back what waits.</summary>
    private Effect? Weaker(int i, Edit e, Element element, int direction)
    {
        if (direction < 0) return Effect.Reduces;
        if (direction == 0) return Waiting(Thing.Of(account.Id, e)) ? Effect.Reduces : null;
        return Wait(i, e, element);
    }

    private Effect? Wait(int i, Edit e, Element element) =>
        WaitFor(i, e, element, ClockKind.Ordinary, lengths.Of(element), Thing.Of(account.Id, e));

    private Effect? WaitFor(int i, Edit e, Element element, ClockKind clock, TimeSpan hold, string thing)
    {
        Add(i, e, element, hold, clock, thing);
        return Effect.Expands;
    }

    private void Add(
        int i,
        Edit does,
        Element element,
        TimeSpan hold,
        ClockKind clock = ClockKind.Ordinary,
        string? thing = null,
        PartState state = PartState.Awaiting,
        VetoRule veto = VetoRule.Anyone) =>
        parts.Add(new HeldPart(i, does, thing ?? Thing.Of(account.Id, does), element, clock, hold, state, null, veto));

    private void RefuseTwice()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < edits.Length; i++)
            if (!seen.Add(Thing.Of(account.Id, edits[i])))
                Refuse(i, RefusalKind.Meaning, "sameThingTwice", "a change names each thing once");
    }

    private Effect? Refuse(int i, RefusalKind kind, string code, string text)
    {
        refusals.Add(new Refusal(kind, code, text, $"/edits/{i}"));
        return null;
    }

    private Effect? Unknown(int i, string what, string id) =>
        Refuse(i, RefusalKind.Meaning, what + "Unknown", $"there is no {what} `{id}`");

    private ApiKey? Known(int i, string key)
    {
        var found = account.FindKey(key);
        if (found is null && !IsAddedHere(key)) Unknown(i, "key", key);
        else if (found is null) Refuse(i, RefusalKind.Meaning, "keyIsNew", "give a new key all that it has with `addKey`");
        return found;
    }

    private bool IsAddedHere(string key) => Array.Exists(edits, e => e is Edit.AddKey a && Same(a.Key, key));

    private bool IsFactor(string id) => Array.Exists(state.Factors, f => Same(f.Id, id))
        || Array.Exists(state.Guardians, g => Same(g.Totp?.Id, id));

    private bool Waiting(string thing) => Array.Exists(state.Changes, c => c.Quiet is null && Array.Exists(
        c.Parts, p => p.State is PartState.Awaiting or PartState.Held && Same(p.Thing, thing)));

    private IEnumerable<string> PermissionsAfter(string key) => lengths.PermissionsOf(account.Id, key)
        .Concat(edits.OfType<Edit.Grant>().Where(g => Same(g.Key, key)).Select(g => g.Permission));

    private Limit? FindLimit(string? asset, string? currency, TimeSpan period) =>
        Array.Find(state.Limits, l => l.Is(asset, currency, period));

    private static Element ElementOf(string permission) => Elements.OfPermission(permission) ?? Element.Withdraw;

    private static bool Has(ApiKey key, string permission) =>
        Array.Exists(key.Permissions, p => Same(p.Name, permission));

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);
}
