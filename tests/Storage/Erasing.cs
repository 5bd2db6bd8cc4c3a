using Holdfast.Storage.Auditing;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

public sealed class Erasing
{
    [Fact]
    public async Task Takes_bodies_answers_and_snapshot_and_leaves_the_chain_whole()
    {
        await using var at = new LogFixture();
        await at.Log.AppendAsync(Append("alice", 0, "secret") with { Request = Request("r1") });
        await at.Log.AppendAsync(Append("bob", 0, "kept"));
        at.Log.OfferSnapshot("alice", 1, "state"u8.ToArray());
        await at.Log.EraseAsync("alice");
        await at.Log.EraseAsync("nobody");
        for (var round = 0; round < 2; round++)
        {
            Assert.Null(at.Log.ReadAt(1)!.Body);
            Assert.Equal("kept", Text(at.Log.ReadAt(2)!.Body));
            Assert.Null(at.Log.FindRequest(LogKey.Of("request", "r1"))!.Answer);
            var loaded = at.Log.Load("alice")!;
            Assert.True(loaded.Erased);
            Assert.Equal((1, 0), (loaded.Version, loaded.Events.Count));
            Assert.Null(loaded.Snapshot);
            await Assert.ThrowsAsync<OwnerErasedException>(
                async () => await at.Log.AppendAsync(Append("alice", 1, "more")));
            await at.Checkpointed();
            Assert.Equal([], LogAudit.Check(at.Folder).Findings);
            Assert.Equal("ok 2 events", PythonVerifier.Run(at.Folder)[..11]);
            await at.Reopen();
        }
    }

    [Fact]
    public async Task Leaves_no_trace_of_the_wrapped_key_on_disk()
    {
        await using var at = new LogFixture();
        await at.Log.AppendAsync(Append("alice", 0, "secret"));
        var wrapped = at.Blob("SELECT wrapped_key FROM owner");
        Assert.True(at.OnDisk(wrapped));
        await at.Log.EraseAsync("alice");
        for (var i = 0; i < 500 && at.OnDisk(wrapped); i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.False(at.OnDisk(wrapped));
    }
}
