using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Json;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Search;

/// <summary>
/// 128 bits that are equal for equal situations: every time is written relative to now, ages end where everything is
/// aged, sets have no order, and a change goes by what it holds and not by its number. What is left out can't make a
/// later answer differ; a test changes every other member of the state and sees another fingerprint.
/// </summary>
internal sealed class Fingerprint
{
    /// <summary>Members of the state that no later answer depends on, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["owner"] = "one owner",
        ["version"] = "counts events",
        ["at"] = "read at now",
        ["next"] = "follows from the rest",
        ["openedAt"] = "nobody reads it",
        ["label"] = "words",
        ["name"] = "words",
        ["email"] = "words",
        ["to"] = "words",
        ["digest"] = "follows from the edits and a nonce",
        ["text"] = "words",
        ["assessment"] = "words; holds are in the parts",
        ["secrets"] = "sealed elsewhere",
        ["sealedSecret"] = "sealed elsewhere",
        ["endedAt"] = "only an ended change has it",
        ["isTakenOver"] = "whom to tell; it is in force",
        ["ending"] = "only an ended change has it",
        ["lastStep"] = "a code is always fresh",
        ["reason"] = "words",
        ["set"] = "a lift names the freezes that stood",
        ["addedAt"] = "counted in each change: who had a say when it was asked",
        ["approvedAt"] = "matters until it is told",
        ["usedKeyIds"] = "by their number",
        ["from"] = "the clock is read at now",
        ["age"] = "ages are relative",
        ["policySeen"] = "one policy",
        ["sessions"] = "who looks; a session decides nothing",
        ["links"] = "the same",
        ["lastFailedCode"] = "codes never fail here",
        ["latestGuardedChallenge"] = "only whether it is later than the latest expansion",
        ["latestExpansion"] = "the same",
        ["does"] = "follows from its edit and its thing",
        ["toldAt"] = "the start ages say it",
        ["addedBy"] = "one of each kind",
        ["ownerApproval"] = "only whether there is one",
        ["guardianApproval"] = "the same",
        ["session"] = "words",
        ["ip"] = "words",
        ["expiresAt"] = "the latest of the expiries",
        ["isStrong"] = "follows from the kind",
        ["device"] = "words",
    };

    private static readonly long Cap = Ghosts.Ghost.Old;

    private static readonly ConditionalWeakTable<Edit, object> Edits = [];

    private readonly OwnerState state;
    private readonly Instant now;
    private readonly long age;
    private readonly (string Id, UInt128 Hash)[] waiting;

    private Fingerprint(OwnerState state, Instant now)
    {
        (this.state, this.now) = (state, now);
        age = state.Ordinary.At(now);
        waiting = [.. state.Changes.Where(c => c.Waits).Select(c => (c.Id, UInt128.Zero))];
        for (var i = 0; i < waiting.Length; i++) waiting[i].Hash = Of(state.FindChange(waiting[i].Id)!);
    }

    public static UInt128 Of(Node node)
    {
        var print = new Fingerprint(node.State, node.Now);
        var canon = new Canon();
        print.Write(ref canon);
        new GhostPrint(node.Ghost, node.Now, print.Change).Write(ref canon);
        print.Write(ref canon, node.Waiting);
        print.Write(ref canon, node.FirstOut);
        print.Write(ref canon, node.LastOut);
        return canon.Value;
    }

    public static UInt128 Of(OwnerState state, Instant now)
    {
        var canon = new Canon();
        new Fingerprint(state, now).Write(ref canon);
        return canon.Value;
    }

    private void Write(ref Canon c)
    {
        foreach (var hash in new[] { state.Ordinary, state.Release, state.ResetClock }) c.Add(Ahead(hash.PausedUntil));
        Set(ref c, state.Accounts, Of);
        Set(ref c, state.Factors, Of);
        Set(ref c, state.Guardians, g => Hash((ref Canon x) =>
        {
            x.Add(g.Id);
            x.Add(Old(g.Since));
            x.Add((long)g.AddedBy.Kind);
            if (g.Totp is { } totp) x.Add(Of(totp));
        }));
        Set(ref c, state.Channels, g => Hash((ref Canon x) =>
        {
            x.Add(g.Id);
            x.Add((long)g.Kind);
            x.Add(Old(g.Since));
            x.Add((long)g.AddedBy.Kind);
            x.Add(Ahead(g.EndedAt is { } e ? e + TimeSpan.FromDays(7) : null));
            x.Add(g.Alerts?.Above);
            x.Add(g.Alerts?.Digest ?? false);
            x.Add(g.Alerts?.Quiet?.ToString());
        }));
        c.Add(state.HadEmail);
        Set(ref c, state.Limits, Of);
        c.Add(state.Allowance);
        c.Add(state.Challenge);
        c.Add(state.Settling?.Ticks ?? -1);
        Set(ref c, state.Holds, h => Hash((ref Canon x) =>
        {
            x.Add((long)h.Element);
            x.Add(h.Length.Ticks);
            x.Add(h.OverlayEnds >= now ? h.Overlay!.Value.Ticks : -1);
            x.Add(Ahead(h.OverlayEnds));
        }));
        Set(ref c, state.Freezes, f => Hash((ref Canon x) =>
        {
            x.Add(f.Id);
            x.Add((long)f.By.Kind);
            x.Add(f.By.Id);
            x.Add(f.All);
            x.Add(Ahead(f.Ends));
        }));
        Set(ref c, waiting, w => w.Hash);
        Set(ref c, state.Signals, s => Hash((ref Canon x) =>
        {
            x.Add(s.Kind);
            x.Add(s.Subject);
            x.Add(Ahead(s.At + TimeSpan.FromDays(7)));
        }));
        Set(ref c, state.Vetoes, v => Hash((ref Canon x) =>
        {
            x.Add(Thing(v.Thing));
            x.Add(Ahead(v.At + TimeSpan.FromDays(14)));
            x.Add(v.ByItself);
        }));
        foreach (var entry in state.Ledger.Entries) Write(ref c, entry);
        foreach (var e in state.Envelopes)
        {
            c.Add(e.Withdrawal);
            c.Add(e.Account);
            c.Add(e.Amount);
            c.Add(e.Used);
            c.Add(Ahead(e.Ends));
            foreach (var part in e.Parts) c.Add(Thing(part));
        }
        c.Add(state.LatestExpansion >= state.LatestGuardedChallenge);
        c.Add((long)state.FailedCodes);
    }

    private UInt128 Of(Account account) => Hash((ref Canon x) =>
    {
        x.Add(account.Id);
        x.Add(account.Joined);
        x.Add((long)account.UsedKeyIds.Length);
        Set(ref x, account.Keys, Of);
        Set(ref x, account.Destinations, d => Hash((ref Canon y) =>
        {
            y.Add(d.Asset);
            y.Add(d.Network);
            y.Add(d.Address);
            y.Add(d.Tag);
            y.Add(Old(d.Since));
        }));
    });

    private UInt128 Of(ApiKey key) => Hash((ref Canon x) =>
    {
        x.Add(key.Id);
        x.Add(key.Suspended);
        Set(ref x, key.Permissions, p => Hash((ref Canon y) =>
        {
            y.Add(p.Name);
            y.Add(Old(p.Since));
        }));
        Set(ref x, key.Sources, p => Hash((ref Canon y) =>
        {
            y.Add(p.Source.First);
            y.Add((long)p.Source.PrefixLength);
            y.Add(Old(p.Since));
        }));
        x.Add(key.Sources.Length == 0 ? Old(key.UnboundSince) : 0);
        foreach (var e in key.Expiries)
        {
            x.Add(Ahead(e.At));
            x.Add(Old(e.Since));
        }
        foreach (var c in key.Credentials)
        {
            x.Add(Change(c.Id));
            x.Add((long)c.Kind.GetType().Name.Length);
            x.Add(Old(c.FullSince));
            x.Add(c.Change is null ? UInt128.Zero : Change(c.Change));
            x.Add(c.EndsAge is { } ends ? ends - age : -1);
            x.Add(c.Shut);
        }
    });

    private UInt128 Of(Domain.Factors.Factor f) => Hash((ref Canon x) =>
    {
        x.Add(f.Id);
        x.Add((long)f.Kind);
        x.Add(Old(f.Since));
        x.Add((long)(f.Spent?.Length ?? 0));
    });

    private UInt128 Of(Limit limit) => Hash((ref Canon x) =>
    {
        x.Add(limit.Asset);
        x.Add(limit.Currency);
        x.Add(limit.Period.Ticks);
        foreach (var layer in limit.Layers)
        {
            x.Add(layer.Amount);
            x.Add(Old(layer.Since));
        }
        x.Add(limit.Overlay is { } o && o.Ends >= now ? o.Amount : null);
        x.Add(Ahead(limit.Overlay?.Ends));
    });

    /// <summary>A change that waits. When it was asked matters until it is approved, and for whose say covers it.</summary>
    private UInt128 Of(Change change) => Hash((ref Canon x) =>
    {
        x.Add(change.Account);
        x.Add((long)change.By.Kind);
        x.Add(change.By.Id);
        x.Add(change.AwaitsApproval ? Relative(change.AskedAt) : 1);
        x.Add(change.AskedAt == now); // a say that is added now covers it
        x.Add(change.ToldAt is null ? Relative(change.ApprovedAt ?? change.AskedAt) : 1);
        foreach (var g in state.Guardians) x.Add(g.AddedAt <= change.AskedAt);
        foreach (var c in state.Channels) x.Add(c.AddedAt <= change.AskedAt && (c.EndedAt is null || c.EndedAt >= change.AskedAt));
        foreach (var edit in change.Edits)
        {
            x.Add(Of(edit.Edit));
            x.Add((long)edit.Effect);
        }
        Set(ref x, change.Parts, p => Hash((ref Canon y) =>
        {
            y.Add((long)p.Edit);
            y.Add(p.Does.GetType().Name);
            y.Add(Thing(p.Thing, change.Id));
            y.Add((long)p.Element);
            y.Add((long)p.Clock);
            y.Add(p.Hold.Ticks);
            y.Add((long)p.State);
            y.Add(p.StartAge is { } start ? state.Clock(p.Clock).At(now) - start : -1);
            y.Add((long)p.Veto);
        }));
        x.Add(change.NeedsGuardian);
        x.Add(change.NeedsStaff);
        x.Add(change.OwnerApproval is not null);
        x.Add(change.GuardianApproval is not null);
        x.Add(change.Quiet?.By.Id);
        x.Add(change.Quiet is { } q ? (long)q.By.Kind : -1);
    });

    private void Write(ref Canon c, WithdrawalRecord? record)
    {
        c.Add(record is not null);
        if (record is null) return;
        c.Add(record.Digest.Length == 0);
        c.Add(record.Request.Asset);
        c.Add(record.Request.Address);
        c.Add(record.Request.Amount);
        c.Add(record.Request.Envelope is not null);
        if (record.Request.Via is Via.Key key)
        {
            c.Add(key.Id);
            c.Add(key.From);
            c.Add(key.Credential is { } id ? Change(id) : UInt128.Zero);
        }
        else c.Add(now - ((Via.Session)record.Request.Via).FactorAt > Policy.Default.SessionFactorAge);
        c.Add((long)record.Decision);
        c.Add(record.Approved);
        c.Add(record.GuardianApproved);
        c.Add(record.NeedsGuardian);
        foreach (var young in record.Young) c.Add(Thing(young));
        if (record.Counted is { } counted) Write(ref c, counted);
        c.Add(Ahead(record.PermitUntil is { } until ? until + CancelWithdrawal.AfterPermit : null));
    }

    /// <summary>An entry that no window of the model reaches any more is none.</summary>
    private void Write(ref Canon c, LedgerEntry entry)
    {
        if (entry.At + Policy.AllowancePeriod <= now) return;
        c.Add(Relative(entry.At));
        c.Add(entry.Asset);
        c.Add(entry.Amount);
        c.Add(entry.Currency);
        c.Add(entry.Value);
        c.Add(entry.Allowance);
    }

    private static UInt128 Of(Edit edit)
    {
        if (Edits.TryGetValue(edit, out var known)) return (UInt128)known;
        var hash = Hash((ref Canon x) => x.Add(JsonSerializer.Serialize(edit, DomainJson.Default.Edit)));
        Edits.AddOrUpdate(edit, hash);
        return hash;
    }

    /// <summary>A change by what it holds; one that no longer waits is no different from another.</summary>
    private UInt128 Change(string id)
    {
        foreach (var (known, hash) in waiting)
            if (known == id) return hash;
        return id.StartsWith('n') ? UInt128.One : Hash((ref Canon x) => x.Add(id));
    }

    private UInt128 Thing(string thing, string self = "")
    {
        var cut = thing.LastIndexOf("/credential/n", StringComparison.Ordinal);
        if (cut < 0) return Hash((ref Canon x) => x.Add(thing));
        var id = thing[(cut + 12)..];
        return Hash((ref Canon x) =>
        {
            x.Add(thing[..cut]);
            if (id != self) x.Add(Change(id));
        });
    }

    private long Old(long? since) => since is { } s ? Math.Min(Cap, age - s) : -1;

    private long Relative(Instant at) => Math.Max(-Cap, at.Milliseconds - now.Milliseconds);

    private long Ahead(Instant? at) => at is not { } t || t < now ? -1 : t == Instant.Never ? long.MaxValue : t.Milliseconds - now.Milliseconds;

    private delegate void Writes(ref Canon canon);

    private static UInt128 Hash(Writes write)
    {
        var canon = new Canon();
        write(ref canon);
        return canon.Value;
    }

    private static void Set<T>(ref Canon c, T[] members, Func<T, UInt128> hash)
    {
        Span<UInt128> hashes = members.Length <= 32 ? stackalloc UInt128[members.Length] : new UInt128[members.Length];
        for (var i = 0; i < members.Length; i++) hashes[i] = hash(members[i]);
        c.AddSet(hashes);
    }
}
