using Holdfast.Durability.Faults;

namespace Holdfast.Durability.Tests.Faults;

/// <summary>Some points of two stories that go every way; `eng/faults` goes through all points of all.</summary>
public sealed class FailingDisks : IDisposable
{
    private const int Points = 14;

    private readonly FaultRun _run = new();

    public static TheoryData<string> Kinds => [.. Enum.GetNames<FaultKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Are_answered_with_a_denial_and_leave_the_log_consistent(string fault)
    {
        var kind = Enum.Parse<FaultKind>(fault);
        var reached = 0;
        foreach (var story in (string[])["everything", "rotation", "another key"])
        {
            var calls = await _run.CallsAsync(story, kind);
            for (var i = 0; i < Points; i++)
            {
                if (await _run.AtAsync(new(story, kind, 1 + i * calls / Points)) is not { } faults) continue;
                Assert.Empty(faults);
                reached++;
            }
        }
        Assert.True(reached > Points, $"{reached} reached");
    }

    public void Dispose() => _run.Dispose();
}
