using Holdfast.Durability.Faults;

namespace Holdfast.Durability.Tests.Faults;

/// <summary>G24: where the record can't be written the answer is a denial. `eng/faults` goes through all calls.</summary>
public sealed class DenyingWithoutALog
{
    private const int Points = 5;

    public static TheoryData<string> Kinds => [.. Enum.GetNames<FaultKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Allows_nothing_that_is_not_recorded(string fault)
    {
        var kind = Enum.Parse<FaultKind>(fault);
        using var run = new DenyingRun();
        var calls = await run.CallsAsync(kind);
        for (var i = 0; i < Points && calls > 0; i++)
            if (await run.AtAsync(kind, 1 + i * calls / Points) is { } faults) Assert.Empty(faults);
    }

    [Fact]
    public async Task An_allow_in_place_of_a_denial_is_found()
    {
        using var run = new DenyingRun { Hears = answer => answer.Status == 503 ? new(200, null) : answer };
        Assert.Contains(await FoundAsync(run), f => f.Contains("was allowed and is not recorded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_answer_in_place_of_a_denial_is_found()
    {
        using var run = new DenyingRun { Hears = answer => answer.Status == 503 ? new(500, null) : answer };
        Assert.Contains(await FoundAsync(run), f => f.Contains("or 503", StringComparison.Ordinal));
    }

    private static async Task<List<string>> FoundAsync(DenyingRun run)
    {
        var calls = await run.CallsAsync(FaultKind.Full);
        var found = new List<string>();
        for (var at = calls / 3; at < calls && found.Count == 0; at += 5)
            found.AddRange(await run.AtAsync(FaultKind.Full, at) ?? []);
        return found;
    }
}
