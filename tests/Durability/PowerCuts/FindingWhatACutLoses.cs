using Holdfast.Durability.PowerCuts;

namespace Holdfast.Durability.Tests.PowerCuts;

/// <summary>G45: each way to be careless with a disk is planted, in the writer or by leaving calls out, and found.</summary>
public sealed class FindingWhatACutLoses
{
    private const int Enough = 120;

    private static readonly Lazy<(IReadOnlyList<Step> Steps, string Root)> OneByOne = new(() => Tracing.Trace("play", "one by one", "1", ""));

    [Fact]
    public async Task A_commit_without_a_sync_is_lost() => Lost(await CutAsync("one by one", bug: "normal"), "was told and is lost");

    [Fact]
    public async Task An_answer_before_the_commit_is_missed() =>
        Lost(await CutAsync("several events", bug: "early"), "was told and is lost");

    [Fact]
    public async Task A_write_ahead_log_that_is_never_synced_is_lost() =>
        Lost(await CutAsync("one by one", forgets: Sync("log.db-wal")), "was told and is lost");

    [Fact]
    public async Task A_database_that_is_not_synced_before_its_write_ahead_log_goes_is_missed() =>
        Lost(await CutAsync("restarts", forgets: Sync("log.db")), "");

    [Fact]
    public async Task A_folder_that_is_not_synced_loses_the_names_in_it() =>
        Lost(await CutAsync("one by one", forgets: Sync("data")), "was told and is lost");

    [Fact]
    public async Task A_folder_of_keys_that_is_not_synced_loses_them() =>
        Lost(await CutAsync("one by one", forgets: Sync("keys")), "it does not open");

    [Fact]
    public async Task A_key_that_is_not_synced_is_missed() =>
        Lost(await CutAsync("one by one", forgets: Sync("kek.draft")), "it does not open");

    [Fact]
    public async Task A_key_that_is_rotated_to_and_is_not_synced_is_missed() =>
        Lost(await CutAsync("another key", forgets: Sync("kek.next.draft")), "it does not open");

    [Fact]
    public async Task A_key_that_is_set_aside_and_is_not_synced_is_missed() =>
        Lost(await CutAsync("another key", forgets: Sync("kek.before.draft")), "it does not open");

    /// <summary>As the server once did: the content was synced, and the name was not.</summary>
    [Fact]
    public async Task A_token_whose_folder_is_not_synced_is_missed()
    {
        CuttingThePower.SkipWithoutStrace();
        var (steps, root) = Tracing.Trace("serve");
        var folderSyncs = Path.Combine(root, "data", "keys");
        using var run = new CuttingRun(RelyingOnFiles.Name, 1, steps, root)
        {
            Judges = RelyingOnFiles.JudgeAsync,
            Forgets = call => call.Kind == CallKind.Sync && call.Path == folderSyncs,
        };
        await run.RunAsync(Enough);
        Lost(run, "is gone");
    }

    private static Func<Call, bool> Sync(string name) => call => call.Kind == CallKind.Sync && Path.GetFileName(call.Path) == name;

    private static void Lost(CuttingRun run, string how)
    {
        Assert.True(run.Moments > 0);
        Assert.Contains(run.Losses, loss => loss.What.Contains(how, StringComparison.Ordinal));
    }

    private static async Task<CuttingRun> CutAsync(string story, string bug = "", Func<Call, bool>? forgets = null)
    {
        CuttingThePower.SkipWithoutStrace();
        var (steps, root) = (story, bug) == ("one by one", "") ? OneByOne.Value : Tracing.Trace("play", story, "1", bug);
        using var run = new CuttingRun(story, 1, steps, root) { Forgets = forgets ?? (_ => false) };
        await run.RunAsync(Enough);
        return run;
    }
}
