using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Channels;

/// <summary>Telling more is at once; telling less in anything waits, however much more is told beside it.</summary>
public sealed class TellingLess
{
    public static TheoryData<Edit.SetAlerts, Edit.SetAlerts, Effect?> Table => new()
    {
        { Alerts(null), Alerts(null), null },
        { Alerts(null), Alerts(100), Effect.Reduces },
        { Alerts(null), Alerts(null, digest: true), Effect.Reduces },
        { Alerts(null), Alerts(0, digest: true), Effect.Reduces },
        { Alerts(100), Alerts(100.00m), null },
        { Alerts(100), Alerts(99), Effect.Reduces },
        { Alerts(100), Alerts(101), Effect.Expands },
        { Alerts(100), Alerts(null), Effect.Expands },
        { Alerts(null, digest: true), Alerts(null), Effect.Expands },
        { Alerts(null, digest: true), Alerts(0), Effect.Expands },
        { Alerts(100), Alerts(null, digest: true), Effect.Expands },
        { Alerts(null), Alerts(null, quiet: Night), Effect.Expands },
        { Alerts(null), Alerts(0, digest: true, Night), Effect.Expands },
        { Alerts(null, quiet: Night), Alerts(null), Effect.Reduces },
        { Alerts(null, quiet: Night), Alerts(null, quiet: Night), null },
        { Alerts(null, quiet: Night), From("23:00", "07:00"), Effect.Reduces },
        { Alerts(null, quiet: Night), From("22:00", "06:59"), Effect.Reduces },
        { Alerts(null, quiet: Night), From("00:00", "01:00"), Effect.Reduces },
        { Alerts(null, quiet: Night), From("21:59", "07:00"), Effect.Expands },
        { Alerts(null, quiet: Night), From("22:00", "07:01"), Effect.Expands },
        { Alerts(null, quiet: Night), From("07:00", "22:00"), Effect.Expands },
        { Alerts(null, quiet: Night), From("23:00", "22:30"), Effect.Expands },
        { Alerts(null, quiet: Night), From("12:00", "13:00"), Effect.Expands },
        { Alerts(null, quiet: Night), From("23:00", "06:00", "Asia/Tokyo"), Effect.Expands },
        { From("08:00", "17:00"), From("09:00", "10:00"), Effect.Reduces },
        { From("08:00", "17:00"), From("09:00", "08:30"), Effect.Expands },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void Is_judged_by_each_of_the_three(Edit.SetAlerts now, Edit.SetAlerts wished, Effect? effect)
    {
        var given = Given.Aged();
        if (now.Alerts != Alerts(null).Alerts) given.Held(now);
        Assert.Equal(now.Alerts, InForce(given));
        var asked = given.TryAsk(Given.Owner, [wished]);
        if (effect is null)
        {
            Assert.IsType<Domain.Decisions.Outcome.Nothing>(asked);
            return;
        }
        var change = given.Seen.Changes[^1];
        Assert.Equal(effect, Assert.Single(change.Edits).Effect);
        Assert.Equal(effect == Effect.Reduces, InForce(given) == wished.Alerts);
        Assert.Equal(effect == Effect.Expands, change.AwaitsApproval);
    }

    [Fact]
    public void Is_never_in_force_before_its_hold_in_whatever_order()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var given = Given.Aged();
            var told = new Dictionary<Alerts, Holdfast.Domain.Time.Instant>();
            for (var step = 0; step < 40; step++)
            {
                var before = InForce(given);
                var wished = Alerts(
                    random.Next(3) == 0 ? null : random.Next(1, 4), random.Next(2) == 0,
                    random.Next(2) == 0 ? null : new QuietHours($"{random.Next(20, 24)}:00", "06:00", "Europe/Berlin"));
                if (random.Next(2) == 0) given.TryAsk(Given.Owner, [wished]);
                if (given.Seen.Changes.LastOrDefault(c => c.AwaitsApproval) is { } waits && random.Next(2) == 0)
                {
                    given.Approve(waits.Id);
                    told[((Edit.SetAlerts)waits.Edits[0].Edit).Alerts] = given.Now;
                }
                given.Hours(random.Next(0, 30));
                var after = InForce(given);
                if (after.TellLessThan(before)) Assert.True(told[after] + TimeSpan.FromHours(48) < given.Now, $"seed {seed}");
            }
            Given.Same(given.State, given.Replayed());
        }
    }

    [Fact]
    public void Of_a_channel_that_is_not_there_is_refused()
    {
        var given = Given.Aged(Webhook("hook")).Held(new Edit.RemoveChannel("hook"));
        Given.Refused("channelUnknown", given.TryAsk(Given.Owner, [Alerts(1, channel: "nobody")]));
        Given.Refused("channelUnknown", given.TryAsk(Given.Owner, [Alerts(1, channel: "hook")]));
    }

    [Fact]
    public void Twice_in_one_change_is_refused() =>
        Given.Refused("sameThingTwice", Given.Aged().TryAsk(Given.Owner, [Alerts(1), Alerts(null, quiet: Night)]));

    [Fact]
    public void Goes_with_the_channel_when_its_removal_matures()
    {
        var given = Given.Aged(Webhook("hook"));
        given.Change(new Edit.RemoveChannel("hook"));
        var change = given.Hours(1).Change(Alerts(null, quiet: Night, channel: "hook"));
        given.Hours(49);
        Assert.Equal(Ending.Voided, given.Of(change).Ending);
    }

    [Fact]
    public void Goes_with_the_channel_when_that_is_taken_back_or_vetoed_in_its_own_hold()
    {
        foreach (var veto in (bool[])[false, true])
        {
            var given = Given.Aged();
            var added = given.Ask(Webhook("hook"));
            var change = given.Change(Alerts(null, quiet: Night, channel: "hook"));
            if (veto) given.Veto(added);
            else given.Ask(new Edit.RemoveChannel("hook"));
            Assert.Equal(Ending.Voided, given.Of(change).Ending);
        }
    }

    [Fact]
    public void Starts_anew_with_a_channel_of_the_same_name()
    {
        var given = Given.Aged(Webhook("hook")).Held(Alerts(5, channel: "hook")).Held(new Edit.RemoveChannel("hook")).Days(8);
        given.Ask(Webhook("hook"));
        Assert.Null(Array.FindLast(given.Seen.Channels, c => c.Id == "hook")!.Alerts);
    }

    [Fact]
    public void That_came_into_force_is_undone_by_telling_all()
    {
        var given = Given.Aged();
        var change = given.Change(Alerts(null, quiet: Night));
        given.Hours(49);
        var undo = VetoChange.UndoOf(given.Seen, given.Of(change), given.Policy, given.Now);
        Assert.Equal([Alerts(0, digest: true)], undo);
    }

    [Fact]
    public void Is_said_in_plain_words() => Assert.Equal(
        [
            "The channel mail is told at once of withdrawals from 100 on; a daily digest; "
            + "not between 22:00 and 07:00 (Europe/Berlin), except for what makes more possible.",
            "The channel mail is told at once of withdrawals over new or unknown parts only; no daily digest.",
        ],
        [Wording.Say(Alerts(100, digest: true, Night)), Wording.Say(Alerts(null))]);

    private static Edit.SetAlerts From(string from, string to, string zone = "Europe/Berlin") =>
        Alerts(null, quiet: new QuietHours(from, to, zone));

    private static Alerts InForce(Given given) => given.Seen.Channels[0].Alerts ?? Domain.Factors.Alerts.Default;
}
