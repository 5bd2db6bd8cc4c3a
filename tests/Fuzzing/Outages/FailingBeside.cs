using System.Text.Json.Nodes;
using Holdfast.Fuzz.Http;
using Holdfast.Server.Hosting;

namespace Holdfast.Fuzzing.Tests.Outages;

/// <summary>What fails beside the log: the clock, those who tell, the sealing key, the threads.</summary>
public sealed class FailingBeside
{
    /// <summary>A registration under way, and that somebody is on his own, is forgotten at a start.</summary>
    private static readonly DecisionPoint[] OfTime = [.. DecisionPoint.All.Where(p => p.Name is not ("taken" or "second" or "act" or "token" or "passkey" or "approve in console"))];

    [Fact]
    public async Task A_clock_that_throws_allows_nothing()
    {
        var time = new BrokenTime();
        await using var house = await House.OpenAsync(time);
        var keys = OfTime.ToDictionary(p => p.Name, _ => house.Key(), StringComparer.Ordinal);
        time.Throws = true;
        foreach (var point in OfTime)
            Assert.False(point.SaysYes(await house.AskAsync(point, keys[point.Name])), point.Name);
        Assert.Equal(200, (await house.GetAsync("/healthz"))!.Status);
        time.Throws = false;
        // the log signs the time with its checkpoints: it gave up, and starts anew
        await house.RestartAsync();
        foreach (var point in OfTime)
            Assert.Equal(point.Right, (await house.AskAsync(point, keys[point.Name]))!.Status);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    [InlineData(36_500)]
    [InlineData(-9_000)]
    public async Task A_wall_clock_that_steps_lets_nothing_age(int days)
    {
        var time = new BrokenTime();
        await using var house = await House.OpenAsync(time);
        await house.PostAsync(house.Path(house.Waiting) + "/approvals", house.Approval(house.Waiting));
        await house.AdvanceAsync("PT1S");
        time.Step = TimeSpan.FromDays(days);
        Assert.Equal("held", await StateOfAsync(house, house.Waiting.Id));
        await NewPlaceIsYoungAsync(house);
        time.Step = TimeSpan.Zero;
        Assert.Equal("held", await StateOfAsync(house, house.Waiting.Id));
        await house.AdvanceAsync("P3D");
        Assert.Equal("inForce", await StateOfAsync(house, house.Waiting.Id));
    }

    [Fact]
    public async Task A_frozen_clock_lets_nothing_age()
    {
        var time = new BrokenTime();
        await using var house = await House.OpenAsync(time);
        time.Frozen = true;
        var change = house.Waiting;
        await house.PostAsync(house.Path(change) + "/approvals", house.Approval(change));
        for (var tries = 0; tries < 20; tries++) Assert.Equal("held", await StateOfAsync(house, change.Id));
        await NewPlaceIsYoungAsync(house);
    }

    [Fact]
    public async Task Nobody_who_can_tell_starts_no_hold()
    {
        await using var house = await House.OpenAsync();
        var outbox = Path.Combine(house.Data, "outbox");
        Directory.Delete(outbox, recursive: true);
        await File.WriteAllTextAsync(outbox, "in the way", TestContext.Current.CancellationToken);
        await house.PostAsync(house.Path(house.Waiting) + "/approvals", house.Approval(house.Waiting));
        for (var tries = 0; tries < 200 && await TellingAsync(house) != "failing"; tries++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal("failing", await TellingAsync(house));
        Assert.Equal("held", await StateOfAsync(house, house.Waiting.Id));
        Assert.Null(await EffectiveAtAsync(house, house.Waiting.Id));
        File.Delete(outbox);
        Directory.CreateDirectory(outbox);
        for (var tries = 0; tries < 500 && await EffectiveAtAsync(house, house.Waiting.Id) is null; tries++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.NotNull(await EffectiveAtAsync(house, house.Waiting.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sealing_key_that_is_lost_or_another_is_named_and_nothing_starts_without_it(bool lost)
    {
        await using var house = await House.OpenAsync();
        var made = await house.PostAsync("/v1/accounts", """{"id":"carol","email":"carol@example.com","edits":[{"op":"addFactor","factor":"app","kind":"totp","label":"app"}]}""");
        Assert.NotNull(made["secrets"]);
        await house.AdvanceAsync("P9D");
        var asked = await house.PostAsync("/v1/accounts/carol/changes", """{"by":{"kind":"owner","id":"carol"},"edits":[{"op":"addChannel","channel":"c2","kind":"email","to":"two@example.com"},{"op":"removeChannel","channel":"email"}]}""");
        var key = Path.Combine(house.Data, "keys", "secrets");
        var right = await File.ReadAllBytesAsync(key, TestContext.Current.CancellationToken);
        if (lost) File.Delete(key);
        else await File.WriteAllBytesAsync(key, new byte[32], TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<ConfigurationException>(house.RestartAsync);
        Assert.Contains(key, Assert.Single(refused.Mistakes), StringComparison.Ordinal);
        var secret = (string)made["secrets"]![0]!["secret"]!;
        await File.WriteAllBytesAsync(key, right, TestContext.Current.CancellationToken);
        await house.RestartAsync();
        Assert.Equal("held", await ApproveAsync());

        async Task<string> ApproveAsync()
        {
            await house.TryCodeAsync("carol", (string)asked["change"]!, (string)asked["digest"]!, secret);
            return (string)(await house.GetAsync($"/v1/accounts/carol/changes/{(string)asked["change"]!}"))!.Json()!["state"]!;
        }
    }

    [Fact]
    public async Task Threads_that_are_all_taken_make_answers_late_and_no_other()
    {
        await using var house = await House.OpenAsync();
        using var free = new ManualResetEventSlim();
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++) ThreadPool.UnsafeQueueUserWorkItem(_ => free.Wait(TimeSpan.FromSeconds(10)), null);
        var asked = house.PostAsync("/v1/accounts/alice/withdrawals", House.Withdrawal("late", "30"));
        free.Set();
        Assert.Equal("challenge", (string)(await asked)["decision"]!);
        await NewPlaceIsYoungAsync(house);
    }

    /// <summary>To a place that nobody knows only the allowance may leave.</summary>
    private static async Task NewPlaceIsYoungAsync(House house)
    {
        var answer = await house.TryAsync("/v1/accounts/alice/withdrawals", House.Withdrawal("far", "5000", Stories.Places[2]));
        Assert.Equal((403, "deny"), (answer.Status, (string?)answer.Json()?["decision"]));
    }

    private static async Task<string> StateOfAsync(House house, string change) => (string)(await ChangeAsync(house, change))["state"]!;

    private static async Task<string?> EffectiveAtAsync(House house, string change) => (string?)(await ChangeAsync(house, change))["edits"]![0]!["effectiveAt"];

    private static async Task<JsonObject> ChangeAsync(House house, string change) =>
        (await house.GetAsync($"/v1/accounts/alice/changes/{change}"))!.Json()!;

    private static async Task<string> TellingAsync(House house) => (string)(await house.GetAsync("/readyz"))!.Json()!["telling"]!;
}
