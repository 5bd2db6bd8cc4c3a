using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Factors;

/// <summary>What edits of factors, guardians and channels do once they are in force.</summary>
internal static class SayEdits
{
    public const string PlatformFactor = "platform";

    public static OwnerState AddFactor(OwnerState s, Edit.AddFactor e, long age, string? secret)
    {
        var factor = new Factor { Id = e.Factor, Kind = e.Kind, Label = e.Label, Since = age, SealedSecret = secret, Passkey = e.Passkey };
        if (e.Guardian is { } guardian)
            return s with
            {
                Guardians =
                [
                    .. s.Guardians.Select(g =>
                        string.Equals(g.Id, guardian, StringComparison.Ordinal) ? g with { Totp = factor } : g),
                ],
            };
        return s with { Factors = [.. s.Factors, factor] };
    }

    /// <summary>What the factor signed in ends with it.</summary>
    public static OwnerState RemoveFactor(OwnerState s, string factor) => s with
    {
        Sessions = Array.FindAll(s.Sessions, x => !string.Equals(x.Factor, factor, StringComparison.Ordinal)),
        Factors = [.. s.Factors.Where(f => !string.Equals(f.Id, factor, StringComparison.Ordinal))],
        Guardians =
        [
            .. s.Guardians.Select(g =>
                string.Equals(g.Totp?.Id, factor, StringComparison.Ordinal) ? g with { Totp = null } : g),
        ],
    };

    /// <summary>All factors and sessions go; the platform's word comes back, young.</summary>
    public static OwnerState Reset(OwnerState s, long age) => s with
    {
        Sessions = [],
        Links = [],
        Factors =
        [
            new Factor { Id = PlatformFactor, Kind = FactorKind.Platform, Label = "platform", Since = age },
        ],
    };

    /// <summary>All factors and sessions go; the factor that the recovered person chose is the only one, young.</summary>
    public static OwnerState Recover(OwnerState s, Edit.Recover e, long age, string? secret) => s with
    {
        Sessions = [],
        Links = [],
        Factors =
        [
            new Factor { Id = e.Factor, Kind = e.Kind, Label = e.Label, Since = age, SealedSecret = secret },
        ],
    };

    public static OwnerState AddGuardian(OwnerState s, Edit.AddGuardian e, By by, Instant at) => s with
    {
        Guardians =
        [
            .. s.Guardians,
            new Guardian { Id = e.Guardian, Name = e.Name, Email = e.Email, AddedAt = at, AddedBy = by },
        ],
    };

    public static OwnerState FullGuardian(OwnerState s, string guardian, long age) => s with
    {
        Guardians =
        [
            .. s.Guardians.Select(g =>
                string.Equals(g.Id, guardian, StringComparison.Ordinal) ? g with { Since = age } : g),
        ],
    };

    /// <summary>A guardian's freezes end with his say.</summary>
    public static OwnerState RemoveGuardian(OwnerState s, string guardian) => s with
    {
        Guardians = [.. s.Guardians.Where(g => !string.Equals(g.Id, guardian, StringComparison.Ordinal))],
        Freezes =
        [
            .. s.Freezes.Where(f => f.By.Kind != ByKind.Guardian
                                    || !string.Equals(f.By.Id, guardian, StringComparison.Ordinal)),
        ],
    };

    public static OwnerState AddChannel(OwnerState s, Edit.AddChannel e, By by, Instant at, string? secret) => s with
    {
        HadEmail = s.HadEmail || e.Kind == ChannelKind.Email,
        Channels =
        [
            .. s.Channels.Where(c => c.EndedAt is null
                                     || !string.Equals(c.Id, e.Channel, StringComparison.Ordinal)),
            new Channel { Id = e.Channel, Kind = e.Kind, To = e.To, AddedAt = at, AddedBy = by, SealedSecret = secret },
        ],
    };

    public static OwnerState FullChannel(OwnerState s, string channel, long age) => s with
    {
        Channels =
        [
            .. s.Channels.Select(c => c.EndedAt is null && string.Equals(c.Id, channel, StringComparison.Ordinal)
                ? c with { Since = age }
                : c),
        ],
    };

    public static OwnerState SetAlerts(OwnerState s, Edit.SetAlerts e) => s with
    {
        Channels =
        [
            .. s.Channels.Select(c => c.EndedAt is null && string.Equals(c.Id, e.Channel, StringComparison.Ordinal)
                ? c with { Alerts = e.Alerts }
                : c),
        ],
    };

    /// <summary>A removed channel is told for 7 days more, so it stays in sight.</summary>
    public static OwnerState RemoveChannel(OwnerState s, string channel, Instant at) => s with
    {
        Channels =
        [
            .. s.Channels
                .Where(c => c.EndedAt is null || c.EndedAt + Channel.ToldOn > at)
                .Select(c => c.EndedAt is null && string.Equals(c.Id, channel, StringComparison.Ordinal)
                    ? c with { EndedAt = at }
                    : c),
        ],
    };
}
