using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

/// <summary>G19: an older copy of the database is put in the place of the newer one, and the folder is otherwise as it was.</summary>
public sealed class SettingBackTheLog : IAsyncLifetime
{
    private World world = null!;
    private string account = "";
    private byte[] older = [];

    public async ValueTask InitializeAsync()
    {
        world = await World.StartedAsync();
        account = await world.AgedAsync();
        await world.StopAsync();
        older = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);
        await world.StartAsync();
        (await WithdrawAsync("w1")).Is(200);
        (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze", $$"""{"by":{{World.Owner(account)}},"reason":"a call"}""")).Is(200);
        await world.StopAsync();
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Is_noticed_and_allows_nothing_until_two_staff_members_accept_it()
    {
        await SetBackAsync();
        await world.StartAsync();
        var ready = (await world.Nobody.GetAsync("/readyz")).Is(503);
        Assert.Equal("rolledBack", ready.Text("log"));
        var digest = (string)ready["rollback"]!["digest"]!;
        (await WithdrawAsync("w2")).Is(503, "rolledBack");
        (await world.AskAsync(account, World.Place(World.TronOther))).Is(503, "rolledBack");
        (await world.Platform.PostAsync("/v1/accounts", World.Opening("other"))).Is(503, "rolledBack");
        (await world.Staff1.PostAsync("/v1/tokens", """{"name":"gate","roles":["decide"]}""")).Is(503, "rolledBack");

        var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"rollback","digest":"{{digest}}"}""")).Is(201);
        (await WithdrawAsync("w2")).Is(503, "rolledBack");
        (await world.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
        Assert.Equal("ok", (await world.Nobody.GetAsync("/readyz")).Is(200).Text("log"));
        (await WithdrawAsync("w2")).Is(200);
        var types = (await world.Platform.GetAsync("/v1/events?limit=1000")).Is(200)["events"]!.AsArray().Select(e => (string)e!["type"]!).ToArray();
        Assert.Contains("rollbackFound", types);
        Assert.Contains("rollbackAccepted", types);
    }

    [Fact]
    public async Task Stays_noticed_over_a_restart_and_without_the_witness_and_is_not_noticed_again_once_accepted()
    {
        await SetBackAsync();
        await world.StartAsync();
        await world.StopAsync();
        var witness = await File.ReadAllBytesAsync(Path.Combine(world.Data, "witness"), TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(world.Data, "witness"));
        await world.StartAsync();
        await AcceptAsync();
        await world.StopAsync();
        // as a crash leaves it between the acceptance and the next witness
        await File.WriteAllBytesAsync(Path.Combine(world.Data, "witness"), witness, TestContext.Current.CancellationToken);
        await world.StartAsync();
        (await world.Nobody.GetAsync("/readyz")).Is(200);
    }

    [Fact]
    public async Task Lets_protect_what_can_be_protected()
    {
        await SetBackAsync();
        await world.StartAsync();
        (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze", $$"""{"by":{{World.Owner(account)}},"reason":"a call"}""")).Is(200);
        (await world.Platform.GetAsync($"/v1/accounts/{account}")).Is(200);
        (await world.Staff1.DeleteAsync("/v1/tokens/platform")).Is(204);
    }

    [Fact]
    public async Task Is_noticed_by_a_checkpoint_that_the_operator_kept_where_the_witness_went_too()
    {
        var kept = Path.Combine(world.Data, "..", Path.GetFileName(world.Data) + "-kept.json");
        File.Copy(Path.Combine(world.Data, "witness"), kept);
        try
        {
            await SetBackAsync();
            File.Delete(Path.Combine(world.Data, "witness"));
            await world.StartAsync(o => o with { Checkpoint = kept });
            (await WithdrawAsync("w2")).Is(503, "rolledBack");
            await AcceptAsync();
            await world.RestartAsync();
            (await WithdrawAsync("w2")).Is(200);
        }
        finally
        {
            File.Delete(kept);
        }
    }

    [Fact]
    public async Task Alarms_nobody_where_nothing_was_set_back()
    {
        for (var start = 0; start < 3; start++)
        {
            await world.StartAsync(o => o with { Checkpoint = Path.Combine(world.Data, "witness") });
            (await world.Nobody.GetAsync("/readyz")).Is(200);
            (await WithdrawAsync($"again{start}")).Is(403);
            await world.StopAsync();
        }
    }

    [Fact]
    public async Task To_nothing_at_all_does_not_start()
    {
        foreach (var file in Directory.GetFiles(world.Data, "log.db*")) File.Delete(file);
        var refused = await Assert.ThrowsAsync<Storage.LogUnavailableException>(() => world.StartAsync());
        Assert.Contains("restore it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_word_of_another_log_does_not_start()
    {
        var other = Path.Combine(world.Data, "other.json");
        await using (var elsewhere = await World.StartedAsync())
        {
            await elsewhere.OpenAsync();
            await elsewhere.StopAsync();
            File.Copy(Path.Combine(elsewhere.Data, "witness"), other);
        }
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => world.StartAsync(o => o with { Checkpoint = other }));
        Assert.Contains("another log", Assert.Single(refused.Mistakes), StringComparison.Ordinal);
        await File.WriteAllTextAsync(other, "{}", TestContext.Current.CancellationToken);
        refused = await Assert.ThrowsAsync<ConfigurationException>(() => world.StartAsync(o => o with { Checkpoint = other }));
        Assert.Contains("holds no checkpoint", Assert.Single(refused.Mistakes), StringComparison.Ordinal);
        await world.StartAsync(o => o with { Checkpoint = null });
    }

    private string Database => Path.Combine(world.Data, "log.db");

    private async Task SetBackAsync()
    {
        foreach (var file in Directory.GetFiles(world.Data, "log.db*")) File.Delete(file);
        await File.WriteAllBytesAsync(Database, older, TestContext.Current.CancellationToken);
    }

    private async Task AcceptAsync()
    {
        var digest = (string)(await world.Nobody.GetAsync("/readyz")).Is(503)["rollback"]!["digest"]!;
        var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"rollback","digest":"{{digest}}"}""")).Is(201);
        (await world.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
    }

    private Task<Reply> WithdrawAsync(string id) => world.Platform.PostAsync(
        $"/v1/accounts/{account}/withdrawals",
        $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"TRON","amount":"5","address":"{{World.Tron}}","via":{"key":"k1","ip":"198.51.100.7"} }""");
}
