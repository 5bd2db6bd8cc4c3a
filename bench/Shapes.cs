using System.Globalization;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Bench;

/// <summary>The account that all figures are about: 10 keys, 20 destinations, 3 pending changes.</summary>
internal static class Shapes
{
    public const int Keys = 10, Destinations = 20, Pending = 3;

    private static readonly Instant Start = new(1_780_000_000_000);

    public static readonly Instant Now = Start + TimeSpan.FromDays(30);

    public static string Address(int i) => "0x" + i.ToString("x40", CultureInfo.InvariantCulture);

    public static string Ip(int key) => string.Create(CultureInfo.InvariantCulture, $"198.51.{key}.7");

    public static Edit[] Opening(string id) =>
    [
        new Edit.AddChannel("email", ChannelKind.Email, $"{id}@example.com"),
        .. Enumerable.Range(0, Keys).Select(k => new Edit.AddKey(
            $"key-{k}", $"bot {k}", [Permissions.Read, Permissions.Trade, Permissions.Withdraw],
            [Cidr(string.Create(CultureInfo.InvariantCulture, $"198.51.{k}.0/24"))], null, new CredentialKind.Kept())),
        .. Enumerable.Range(0, Destinations).Select(d =>
            new Edit.AddDestination("USDT", "ETHEREUM", Address(d + 1), null, $"place {d}")),
    ];

    /// <summary>An owner whose opening is aged and whose pending changes were asked and approved an hour ago.</summary>
    public static OwnerState Owner(string id) => Events(id).Aggregate(OwnerState.None, (s, e) => OwnerFold.Apply(s, e.Event, e.At));

    public static IEnumerable<(OwnerEvent Event, Instant At)> Events(string id)
    {
        var state = OwnerState.None;
        var events = new List<(OwnerEvent, Instant)>();
        Do(new Outcome.Records(new OwnerEvent.AccountOpened(id, id, true)), Start);
        var by = new By(ByKind.Owner, id);
        Do(AskChange.Decide(state, new AskChange(id, by, Opening(id), [], "c_0", "n", [], true), Policy.Default, Start), Start);
        Do(TellChange.Decide(state, new TellChange("c_0", "email")), Start);
        for (var i = 1; i <= Pending; i++)
        {
            var at = Now - TimeSpan.FromHours(1);
            Edit edit = new Edit.AddDestination("USDT", "ETHEREUM", Address(1000 + i), null, $"new {i}");
            state = Maturing.At(state, at);
            Do(AskChange.Decide(state, new AskChange(id, by, [edit], [], $"c_{i}", "n", [], false), Policy.Default, at), at);
            var digest = state.FindChange($"c_{i}")!.Digest;
            var consent = new Consent(FactorKind.Platform, null, null, by);
            Do(ApproveChange.Decide(state, new ApproveChange($"c_{i}", digest, consent, by), Policy.Default, at), at);
            Do(TellChange.Decide(state, new TellChange($"c_{i}", "email")), at);
        }
        return events;

        void Do(Outcome outcome, Instant at)
        {
            if (outcome is not Outcome.Records records)
                throw new InvalidOperationException(outcome is Outcome.Refused r ? r.Refusals[0].Text : "nothing");
            foreach (var e in records.Events)
            {
                state = OwnerFold.Apply(state, e, at);
                events.Add((e, at));
            }
        }
    }

    public static Source Cidr(string text) => Source.TryParse(text, out var source) ? source : throw new FormatException(text);
}
