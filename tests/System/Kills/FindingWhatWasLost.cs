using Holdfast.Storage;
using Holdfast.Storage.Auditing;
using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>Each check after a kill finds the bug that it is there for: here the bugs are planted.</summary>
[Collection("kills")]
public sealed class FindingWhatWasLost
{
    private const int Enough = 200;

    [Fact]
    public async Task An_answer_that_was_never_given_is_missed()
    {
        using var run = new KillRun(7);
        await run.StartAsync();
        const string Path = "/v1/accounts/never/withdrawals";
        var never = new Sent(Act.Withdraw, "never", "w1", Path, Bodies.Withdrawal("w1", "1"), "a-key-that-was-never-sent");
        await run.CheckAsync(new Acknowledged(never, new Reply(200, """{"withdrawal":"w1","decision":"allow"}""", false)));
        Assert.True(run.Faults.Has("0 times in the feed"), run.Faults.ToString());
        Assert.True(run.Faults.Has("and again 404"), run.Faults.ToString());
    }

    /// <summary>What a server would leave that answers first and commits later: everybody was told, and nothing is there.</summary>
    [Fact]
    public async Task A_round_that_was_answered_before_it_was_durable_is_missed()
    {
        using var run = new KillRun(8);
        await run.StartAsync();
        await run.WorkThenKillAsync(Enough);
        var copy = run.Copy();
        await run.StartAsync();
        await run.CheckAsync();
        await run.WorkUntilKilledAsync();
        Assert.True(run.Faults.None, run.Faults.ToString());
        run.PutBack(copy);
        await run.StartAsync();
        await run.CheckAsync();
        Assert.True(run.Faults.Has("the feed ends before"), run.Faults.ToString());
        Assert.True(run.Faults.Has("was read at version"), run.Faults.ToString());
        Assert.True(run.Faults.Has("and again 404"), run.Faults.ToString());
        Assert.True(run.Faults.Lost > 20, run.Faults.ToString());
    }

    [Fact]
    public async Task Keys_that_are_forgotten_have_commands_done_twice_and_are_missed()
    {
        using var run = new KillRun(9);
        await run.StartAsync();
        await run.WorkThenKillAsync(Enough);
        PythonVerifier.Execute(
            run.Folder, "UPDATE event SET request_key = NULL, request_content = NULL, status = NULL, answer = NULL; DELETE FROM answer;");
        await run.StartAsync();
        await run.CheckAsync();
        Assert.True(run.Faults.Has("and again"), run.Faults.ToString());
        Assert.True(run.Faults.Has("was done anew instead of replayed"), run.Faults.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("DELETE FROM checkpoint WHERE position >= (SELECT max(position) FROM event);")]
    public async Task The_last_row_is_missed_when_it_is_cut_off(string more)
    {
        using var run = new KillRun(10);
        await run.StartAsync();
        await run.WorkThenKillAsync(Enough);
        run.Audit();
        Assert.True(run.Faults.None, run.Faults.ToString());
        PythonVerifier.Execute(run.Folder, more + "DELETE FROM event WHERE position = (SELECT max(position) FROM event);");
        Assert.NotEmpty(LogAudit.Check(run.Folder, Checkpoint.FromJson(run.Feed.Checkpoint!)).Findings);
        Assert.StartsWith("bad", PythonVerifier.Run(run.Folder, run.Feed.Checkpoint), StringComparison.Ordinal);
        // the server itself would notice by its witness and decide nothing; here the checker has to
        File.Delete(Path.Combine(run.Folder, "witness"));
        if (!await run.StartAsync()) return;
        await run.CheckAsync();
        Assert.True(run.Faults.Has("before the kill"), run.Faults.ToString());
    }
}
