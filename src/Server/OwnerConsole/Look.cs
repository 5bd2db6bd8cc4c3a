using System.Text.Json;
using Holdfast.Consoles.Words;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Json;
using Holdfast.Domain.Time;
using Holdfast.Server.Changes;
using Holdfast.Server.Owners;
using Holdfast.Server.Sessions;

namespace Holdfast.Server.OwnerConsole;

/// <summary>One look of one person at his account: the state, when it is, and which of it is hidden from others.</summary>
/// <param name="Shown">A time as people are shown it.</param>
internal sealed record Look(SignedIn Who, Func<Instant, Instant> Shown)
{
    public Moment Moment => Who.Moment;

    public Viewer Viewer => new(Who.Session.Id, IsStaff: false, Moment.Policy, Moment.At);

    public DateTimeOffset Now => Date(Moment.At);

    public DateTimeOffset Date(Instant at) => DateTimeOffset.FromUnixTimeMilliseconds(Shown(at).Milliseconds);

    public string Say(Instant at) => Times.Say(Date(at), Now);

    /// <summary>How long ago or ahead, for what was read by the later clock.</summary>
    public string Near(Instant at) => Times.Near(at - Moment.Wall);

    public static string Json(Edit edit) => JsonSerializer.Serialize(edit, DomainJson.Default.Edit);

    /// <summary>What waits of a thing, or of all that its name begins with.</summary>
    public IEnumerable<HeldPart> Held(string prefix) => Moment.State.Changes
        .Where(c => !ChangeView.SeesQuietVeto(Moment.State, c, Viewer)).SelectMany(c => c.Parts)
        .Where(p => p.State == PartState.Held && p.Thing.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>When a part that waits is in force, in words.</summary>
    public string From(HeldPart part) => ChangeView.EffectiveAt(Moment, part) is { } at ? $"waits until {Say(at)}"
        : Moment.State.IsFrozenAt(Moment.At) ? "waits for as long as your account is frozen" : "waits until somebody could be told";
}
