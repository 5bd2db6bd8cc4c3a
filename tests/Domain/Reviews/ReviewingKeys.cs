using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Reviews;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Tests.Reviews;

public sealed class ReviewingKeys
{
    private readonly Given given = Given.Aged(Edits.UnboundKey("k2", "read", "trade"));

    private Instant Watched => given.Now - TimeSpan.FromDays(100);

    [Fact]
    public void A_key_that_was_not_used_for_90_days_goes()
    {
        Assert.Equal([new Edit.RemoveKey("k1")], Suggested("k1", Usage(null)));
        Assert.Equal([new Edit.RemoveKey("k1")], Suggested("k1", Usage(given.Now - TimeSpan.FromDays(90))));
        Assert.DoesNotContain(new Edit.RemoveKey("k1"), Suggested("k1", Usage(given.Now - TimeSpan.FromDays(89))));
    }

    [Fact]
    public void Nothing_is_called_unused_that_was_not_watched_for_90_days()
    {
        var usage = Usage(null) with { Since = given.Now - TimeSpan.FromDays(89), From = [] };
        Assert.All(Suggested("k1", usage), e => Assert.IsType<Edit.SetExpiry>(e));
        Assert.All(Suggested("k1", KeyUsage.Unseen), e => Assert.IsType<Edit.SetExpiry>(e));
    }

    [Fact]
    public void A_permission_that_no_request_needed_goes()
    {
        var usage = Usage(given.Now, ("read", given.Now), ("trade", given.Now - TimeSpan.FromDays(91)));
        Assert.Equal([new Edit.Revoke("k1", "trade"), new Edit.Revoke("k1", "withdraw")], Suggested("k1", usage).OfType<Edit.Revoke>());
    }

    [Fact]
    public void Sources_follow_where_it_was_used_from_but_the_last_one_stays()
    {
        Source(out var used, "198.51.100.7");
        Source(out var away, "203.0.113.0/24");
        given.Change(new Edit.AddSource("k1", away));
        given.Days(10);
        var usage = Usage(given.Now, ("read", given.Now), ("trade", given.Now), ("withdraw", given.Now)) with { Since = given.Now - TimeSpan.FromDays(100) };
        Assert.Equal([new Edit.RemoveSource("k1", away)], Suggested("k1", usage with { From = [used] }).OfType<Edit.RemoveSource>());
        Source(out var elsewhere, "192.0.2.1");
        Assert.Empty(Suggested("k1", usage with { From = [elsewhere] }).OfType<Edit.RemoveSource>());
        Assert.Equal([new Edit.AddSource("k2", used)], Suggested("k2", usage with { From = [used] }).OfType<Edit.AddSource>());
        Assert.Empty(Suggested("k2", usage with { From = [.. Enumerable.Repeat(used, 9)] }).OfType<Edit.AddSource>());
    }

    [Fact]
    public void Every_suggestion_reduces()
    {
        Source(out var used, "198.51.100.7");
        var usages = new[]
        {
            Usage(null), Usage(given.Now) with { From = [used] }, Usage(given.Now, ("read", given.Now)), KeyUsage.Unseen,
            Usage(given.Now, ("read", given.Now), ("trade", given.Now), ("withdraw", given.Now)) with { From = [used] },
        };
        var asked = 0;
        foreach (var usage in usages)
            foreach (var review in Review(usage))
                foreach (var suggestion in review.Suggestions)
                {
                    asked++;
                    var outcome = AskChange.Decide(
                        given.Seen, new AskChange(Given.Alice, Given.Owner, suggestion.Edits, [], "c_review", "n", [], false), given.Policy, given.Now);
                    var change = Assert.IsType<Domain.Accounts.OwnerEvent.ChangeAsked>(Assert.IsType<Outcome.Records>(outcome).Events[0]);
                    Assert.All(change.Edits, e => Assert.Equal(Effect.Reduces, e.Effect));
                    Assert.Empty(change.Parts);
                }
        Assert.InRange(asked, 8, int.MaxValue);
    }

    [Fact]
    public void A_key_that_can_only_read_loses_nothing()
    {
        var reader = Given.Aged(Edits.Key("k3", "read"));
        Assert.Equal((Bound.Powerless, 0m), Loss(reader, "k3"));
    }

    [Fact]
    public void Without_prices_a_key_that_trades_can_lose_everything()
    {
        Assert.Equal((Bound.Unlimited, null), Loss(given, "k2"));
        given.Policy = Policy.Default with { Prices = PriceSource.Reported };
        Assert.Equal((Bound.Told, 50m), Loss(given, "k2"));
        given.Change(new Edit.SetAllowance(20m));
        Assert.Equal((Bound.Told, 20m), Loss(given, "k2"));
    }

    [Fact]
    public void Withdrawals_lose_what_the_limits_let_pass_in_48_hours_unless_each_is_told()
    {
        given.Policy = Policy.Default with { Prices = PriceSource.Reported };
        Assert.Equal((Bound.Unlimited, null), Loss(given, "k1"));
        given.Change(new Edit.SetLimit(null, "USDT", TimeSpan.FromDays(1), 300m, null));
        Assert.Equal((Bound.Limited, 650m), Loss(given, "k1"));
        given.Change(new Edit.SetLimit(null, "USDT", TimeSpan.FromDays(30), 400m, null));
        Assert.Equal((Bound.Limited, 450m), Loss(given, "k1"));
        given.Change(new Edit.SetAlerts(Given.Mail, 0m, false, null));
        Assert.Equal((Bound.Told, 50m), Loss(given, "k1"));
        given.Change(new Edit.SuspendKey("k1"));
        Assert.Equal((Bound.Powerless, 0m), Loss(given, "k1"));
    }

    private static (Bound, decimal?) Loss(Given of, string key)
    {
        var review = ReviewKeys.Of(of.Seen, of.Account, of.Policy, of.Now, of.Wall, _ => KeyUsage.Unseen).Single(r => r.Key.Id == key);
        return (review.Loss.Bound, review.Loss.AtMost);
    }

    private static void Source(out Source source, string text) =>
        source = Domain.Keys.Source.TryParse(text, out var read) ? read : throw new FormatException(text);

    private KeyUsage Usage(Instant? last, params (string Name, Instant At)[] permissions) =>
        new(Watched, last, permissions.ToDictionary(p => p.Name, p => p.At, StringComparer.Ordinal), null);

    private KeyReview[] Review(KeyUsage usage) => ReviewKeys.Of(given.Seen, given.Account, given.Policy, given.Now, given.Wall, _ => usage);

    private Edit[] Suggested(string key, KeyUsage usage) => [.. Review(usage).Single(r => r.Key.Id == key).Suggestions.SelectMany(s => s.Edits)];
}
