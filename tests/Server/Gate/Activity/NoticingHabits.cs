using Holdfast.Domain.Keys;
using Holdfast.Server.Gate.Activity;

namespace Holdfast.Server.Tests.Gate.Activity;

public sealed class NoticingHabits
{
    private const long Start = 1_790_000_000_000 / 86_400_000 * 86_400_000, Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour;

    private readonly KeyHabit habit = new();
    private long now = Start + (9 * Hour);

    [Fact]
    public void The_same_again_is_nothing_new()
    {
        Assert.NotEqual(Novelty.None, Use());
        for (var i = 0; i < 50; i++) Assert.Equal(Novelty.None, Use(after: 1_000));
    }

    [Fact]
    public void A_day_is_written_down_once()
    {
        Use();
        Assert.Equal(Novelty.Day, Use(after: Day));
        Assert.Equal(Novelty.None, Use(after: 1));
    }

    [Fact]
    public void An_address_of_a_known_network_is_seen_and_a_new_network_is_told()
    {
        Use(ip: "198.51.100.7");
        Assert.Equal(Novelty.Source, Use(ip: "198.51.100.8"));
        Assert.Equal(Novelty.Source | Novelty.Network, Use(ip: "203.0.113.7", after: 2 * Minute));
        Assert.Equal(Novelty.Source, Use(ip: "198.51.100.7", after: 2 * Minute));
        Assert.Equal(Novelty.Source | Novelty.Network, Use(ip: "2001:db8:1::1", after: 2 * Minute));
        Assert.Equal(Novelty.Source, Use(ip: "2001:db8:1:2::1", after: 2 * Minute));
        Assert.Equal(Novelty.Source | Novelty.Network, Use(ip: "2001:db8:2::1", after: 2 * Minute));
    }

    [Fact]
    public void A_ninth_network_pushes_out_the_one_that_was_longest_unused()
    {
        for (var i = 0; i < 9; i++) Use(ip: $"198.51.{i}.1", after: Day);
        Assert.DoesNotContain(Novelty.Network, Flags(Use(ip: "198.51.8.2")));
        Assert.DoesNotContain(Novelty.Network, Flags(Use(ip: "198.51.1.2", after: 2 * Minute)));
        Assert.Null(habit.Usage().From);
        Assert.Contains(Novelty.Network, Flags(Use(ip: "198.51.0.2", after: 2 * Minute)));
    }

    [Fact]
    public void Two_networks_in_turns_within_a_minute_are_two_places_unless_both_are_old()
    {
        Use(ip: "198.51.100.7");
        Use(ip: "203.0.113.7", after: 10_000);
        Assert.Contains(Novelty.TwoPlaces, Flags(Use(ip: "198.51.100.7", after: 10_000)));
        Assert.DoesNotContain(Novelty.TwoPlaces, Flags(Use(ip: "203.0.113.7", after: 10_000)));
        now += 2 * Day;
        Use(ip: "198.51.100.7");
        Use(ip: "203.0.113.7", after: 10_000);
        Assert.DoesNotContain(Novelty.TwoPlaces, Flags(Use(ip: "198.51.100.7", after: 10_000)));
    }

    [Fact]
    public void First_uses_of_permissions_and_endpoints_are_told_once()
    {
        Use();
        Assert.Equal(Novelty.Permission | Novelty.Endpoint, Use(permission: "trade", route: 7));
        Assert.Equal(Novelty.Endpoint, Use(permission: "trade", route: 8));
        Assert.Equal(Novelty.Permission, Use(permission: "stake", route: -1));
        Assert.Equal(Novelty.None, Use(permission: "trade", route: 7));
    }

    [Fact]
    public void Young_power_is_told_once_a_day()
    {
        Use();
        Assert.Equal(Novelty.YoungPower, Use(isYoung: true));
        Assert.Equal(Novelty.None, Use(isYoung: true));
        Assert.Contains(Novelty.YoungPower, Flags(Use(isYoung: true, after: Day)));
    }

    [Fact]
    public void Hours_are_a_habit_only_after_a_week()
    {
        for (var day = 0; day < 9; day++) Use(after: Day);
        Assert.Contains(Novelty.Hour, Flags(Use(after: 15 * Hour)));
        Assert.DoesNotContain(Novelty.Hour, Flags(Use(after: Day)));
        var young = new KeyHabit();
        young.Used(Ip("198.51.100.7"), "read", 1, false, now);
        Assert.DoesNotContain(Novelty.Hour, Flags(young.Used(Ip("198.51.100.7"), "read", 1, false, now + (3 * Hour))));
    }

    [Fact]
    public void A_rate_far_above_the_busiest_minute_is_told_after_a_week_once_a_day()
    {
        for (var i = 0; i < 10; i++) Use(after: Day);
        for (var i = 0; i < 40; i++) Use(after: 100);
        now += Minute;
        Assert.Equal(1, Enumerable.Range(0, 1_000).Count(_ => Use(after: 10).HasFlag(Novelty.Rate)));
        Assert.Equal(0, Enumerable.Range(0, 1_000).Count(_ => new KeyHabit().Used(Ip("198.51.100.7"), "read", 1, false, now).HasFlag(Novelty.Rate)));
    }

    [Fact]
    public void A_flood_of_news_is_told_in_part()
    {
        Use();
        var told = Enumerable.Range(0, 1_000).Count(i => Use(ip: $"10.{i / 250}.{i % 250}.1", after: 1).HasFlag(Novelty.Network));
        Assert.InRange(told, 1, 16);
    }

    [Fact]
    public void What_was_saved_is_known_after_a_start()
    {
        for (var i = 0; i < 9; i++) Use(ip: "198.51.100.7", after: Day);
        Use(permission: "trade", route: 7);
        var saved = new byte[KeyHabit.SavedBytes];
        habit.Save(saved);
        var again = new KeyHabit();
        Assert.True(again.TryRestore(saved));
        Assert.Equal(Novelty.None, again.Used(Ip("198.51.100.7"), "trade", 7, false, now + 1));
        Assert.Equal((habit.Usage().Since, habit.Usage().Permissions["trade"]), (again.Usage().Since, again.Usage().Permissions["trade"] - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(["198.51.100.0/24"], again.Usage().From!.Select(s => s.ToString()));
        Assert.False(new KeyHabit().TryRestore(saved.AsSpan(1)));
    }

    [Fact]
    public void Noting_allocates_nothing()
    {
        Use();
        var ip = Ip("198.51.100.7");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) habit.Used(ip, "read", 1, false, now + i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Novelty[] Flags(Novelty found) => [.. Enum.GetValues<Novelty>().Where(n => n != Novelty.None && found.HasFlag(n))];

    private static Ip Ip(string text) => Domain.Keys.Ip.TryParse(text, out var ip) ? ip : throw new FormatException(text);

    private Novelty Use(string ip = "198.51.100.7", string permission = "read", int route = 1, bool isYoung = false, long after = 0) =>
        habit.Used(Ip(ip), permission, route, isYoung, now += after);
}
