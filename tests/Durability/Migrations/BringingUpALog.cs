using Holdfast.Durability.Faults;
using Holdfast.Durability.Migrations;
using Holdfast.Durability.PowerCuts;
using Holdfast.Durability.Tests.PowerCuts;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Tests.Migrations;

/// <summary>G18. `eng/migrations` kills 500 times.</summary>
public sealed class BringingUpALog : IDisposable
{
    private readonly Upgrade _upgrade = new();

    public static TheoryData<string> Kinds => [.. Enum.GetNames<FaultKind>()];

    [Fact]
    public async Task Survives_a_kill_at_any_call()
    {
        var (killed, wrong) = await _upgrade.KillAsync(12);
        Assert.Empty(wrong);
        Assert.True(killed >= 9, $"{killed} killed");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Survives_a_failing_disk(string fault)
    {
        var kind = Enum.Parse<FaultKind>(fault);
        var calls = await _upgrade.CallsAsync(kind);
        for (var at = 1; at <= calls; at += 1 + calls / 12) Assert.Empty(await _upgrade.AtAsync(kind, at) ?? []);
    }

    [Fact]
    public async Task Survives_a_power_cut()
    {
        CuttingThePower.SkipWithoutStrace();
        Assert.Empty((await PowerCut.OneAsync(Upgrade.Name, seed: 1, images: 60)).Losses);
    }

    /// <summary>G45: a step that was taken by halves, one that was taken twice, and a number without its step.</summary>
    [Theory]
    [InlineData("UPDATE event SET weighed = 1 WHERE position > 3")]
    [InlineData("UPDATE event SET weighed = weighed + 1")]
    [InlineData("UPDATE meta SET value = '3' WHERE name = 'format'")]
    [InlineData("DELETE FROM event WHERE position = (SELECT max(position) FROM event)")]
    public async Task By_halves_is_found(string spoils)
    {
        using var spoiled = new Upgrade { Spoils = folder => Execute(folder, spoils) };
        Assert.NotEmpty(await spoiled.AtAsync(FaultKind.CheckpointFails, 1) ?? []);
    }

    public void Dispose() => _upgrade.Dispose();

    private static void Execute(string folder, string sql)
    {
        using var database = Database.OpenWriter(Path.Combine(folder, "log.db"));
        database.Execute(sql);
    }
}
