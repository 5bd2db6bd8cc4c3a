using System.Globalization;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>Somebody moves the machine's clock so that holds end early. Production data, and a platform that tells.</summary>
public sealed class ClockForward : IAsyncLifetime
{
    private static readonly TimeSpan TwoDays = TimeSpan.FromHours(48.5);

    private readonly MovableTime time = new();
    private RunningServer server = null!;
    private DateTimeOffset effectiveAt;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.ProductionAsync(o => o with { Time = time }, """{"platformTells":true}""");
        effectiveAt = await JoinAsync("alice");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_step_while_it_runs_ends_no_hold()
    {
        time.StepWall(TwoDays);
        await AssertHeldAsync(effectiveAt);
        time.StepWall(TimeSpan.FromDays(30));
        await AssertHeldAsync(effectiveAt);
    }

    [Fact]
    public async Task A_step_before_a_start_ends_no_hold_and_shows()
    {
        await server.StopAsync();
        time.StepWall(TwoDays);
        await server.StartAsync();
        var ready = (await server.Nobody.GetAsync("/readyz")).Is(200);
        Assert.Equal("behind", ready.Text("clock"));
        Assert.NotNull(ready["behindBy"]);
        await AssertHeldAsync(effectiveAt + TwoDays);
        await server.RestartAsync();
        await AssertHeldAsync(effectiveAt + TwoDays);
    }

    [Fact]
    public async Task Two_members_of_staff_vouch_for_the_gap_and_one_does_not()
    {
        await server.StopAsync();
        time.StepWall(TwoDays);
        await server.StartAsync();
        var act = (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{new string('1', 64)}}"}""")).Is(201);
        (await server.Staff1.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(403, "sameStaffMember");
        await AssertHeldAsync(effectiveAt + TwoDays);
        var done = (await server.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}", "second")).Is(200);
        Assert.Equal("done", done.Text("state"));
        Assert.Equal("ok", (await server.Nobody.GetAsync("/readyz")).Text("clock"));
        Assert.Null(await HeldUntilAsync());
        // vouching for one gap vouches for no other
        await server.StopAsync();
        time.StepWall(TwoDays);
        await server.StartAsync();
        Assert.Equal("behind", (await server.Nobody.GetAsync("/readyz")).Text("clock"));
        await server.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}", "second");
        await server.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}");
        Assert.Equal("behind", (await server.Nobody.GetAsync("/readyz")).Text("clock"));
    }

    [Fact]
    public async Task The_word_of_staff_ages_nothing_that_was_told_after_the_restart_it_is_about()
    {
        await server.StopAsync();
        time.StepWall(TwoDays);
        await server.StartAsync();
        var bob = await JoinAsync("bob");
        await VouchAsync();
        Assert.Null(await HeldUntilAsync());
        Assert.InRange((await HeldUntilAsync("bob"))!.Value, bob - TimeSpan.FromSeconds(10), bob + TimeSpan.FromSeconds(10));
        time.Pass(TimeSpan.FromHours(47));
        Assert.NotNull(await HeldUntilAsync("bob"));
        time.Pass(TimeSpan.FromHours(2));
        Assert.Null(await HeldUntilAsync("bob"));
    }

    [Fact]
    public async Task The_word_of_staff_ages_nothing_that_was_told_after_the_machine_slept()
    {
        // asleep the monotonic clock stands, so only the wall shows it
        time.StepWall(TwoDays);
        await JoinAsync("bob");
        await server.RestartAsync();
        Assert.Equal("behind", (await server.Nobody.GetAsync("/readyz")).Text("clock"));
        await VouchAsync();
        var left = (await HeldUntilAsync("bob"))!.Value - time.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromHours(47.9), TimeSpan.FromHours(48.1));
    }

    [Fact]
    public async Task A_step_back_ends_no_hold_early_and_keeps_the_times_of_the_log_in_order()
    {
        time.StepWall(-TwoDays);
        await AssertHeldAsync(effectiveAt);
        await server.RestartAsync();
        await AssertHeldAsync(effectiveAt);
        Assert.Equal("ok", (await server.Nobody.GetAsync("/readyz")).Text("clock"));
        time.StepWall(TwoDays);
        await AssertHeldAsync(effectiveAt);
        var times = (await server.Platform.GetAsync("/v1/events?limit=1000")).Is(200)["events"]!.AsArray()
            .Where(e => (string?)e!["owner"] == "alice").Select(e => DateTimeOffset.Parse((string)e!["at"]!, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task A_restored_copy_ends_no_hold()
    {
        await server.StopAsync();
        var copy = server.Data + "-copy";
        Copy(server.Data, copy);
        time.StepWall(TwoDays);
        await server.StartAsync(o => o with { Data = copy });
        await AssertHeldAsync(effectiveAt + TwoDays);
        await server.StopAsync();
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task Only_time_that_passed_ends_a_hold()
    {
        time.Pass(TimeSpan.FromHours(47));
        Assert.NotNull(await HeldUntilAsync());
        time.Pass(TimeSpan.FromHours(2));
        Assert.Null(await HeldUntilAsync());
        (await WithdrawAsync("w-later", "10")).Is(200);
    }

    private async Task AssertHeldAsync(DateTimeOffset until)
    {
        var shown = (await HeldUntilAsync()) ?? throw new InvalidOperationException("the hold is over");
        Assert.InRange(shown, until - TimeSpan.FromSeconds(10), until + TimeSpan.FromSeconds(10));
        (await WithdrawAsync(World.Name("w"), "1000")).Is(403);
    }

    private Task<Reply> WithdrawAsync(string id, string amount) =>
        server.Platform.PostAsync("/v1/accounts/alice/withdrawals", World.Withdrawal(id, amount));

    /// <summary>Opens an account with a key and a place, and tells its owner; when they come into force.</summary>
    private async Task<DateTimeOffset> JoinAsync(string account)
    {
        (await server.Platform.PostAsync("/v1/accounts", World.Opening(account, World.Bot + "," + World.Place()))).Is(201);
        for (var tries = 0; tries < 500 && await HeldUntilAsync(account) is null; tries++)
            (await server.Platform.PostAsync("/v1/announcements/taken", $$"""{"upTo":{{await server.HeadAsync()}}}""")).Is(200);
        return (await HeldUntilAsync(account))!.Value;
    }

    private async Task VouchAsync()
    {
        var act = (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{new string('1', 64)}}"}""")).Is(201);
        (await server.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
    }

    private async Task<DateTimeOffset?> HeldUntilAsync(string account = "alice") =>
        (await server.Platform.GetAsync("/v1/accounts/" + account)).Is(200)["changes"]!.AsArray() is [{ } change, ..]
        && (string?)change["edits"]!.AsArray()[^1]!["effectiveAt"] is { } at
            ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)
            : null;

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            var made = Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
            if (!OperatingSystem.IsWindows()) made.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
    }
}
