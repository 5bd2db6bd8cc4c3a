using System.Globalization;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>HOLDFAST_PASSKEYS sets how many mutants are made that must be refused, HOLDFAST_MINUTES how long at most; 40,000 without it.</summary>
public sealed class AcceptingNoMutant
{
    private static readonly long Mutants = Asked("HOLDFAST_PASSKEYS", 40_000), Minutes = Asked("HOLDFAST_MINUTES", 1_000);

    [Fact]
    public void Whatever_is_wrong_with_it()
    {
        var run = new MutantRun(Verifiers.Product);
        var until = DateTime.UtcNow.AddMinutes(Minutes);
        run.Run(Mutants, seed: 1, isEnough: () => DateTime.UtcNow > until);
        Console.WriteLine(run);
        Assert.True(run.Accepted.IsEmpty, string.Join("\n", run.Accepted.Take(10)));
    }

    /// <summary>Each step that is left out makes mutants pass that have no other fault.</summary>
    public static TheoryData<string> Steps => [.. Enum.GetNames<Fault>().Where(f => f is not (nameof(Fault.None) or nameof(Fault.Shape)))];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Finds_a_step_that_is_left_out(string step) => AssertFound(step, Verifiers.Without(Enum.Parse<Fault>(step)));

    public static TheoryData<string> Bugs => ["any origin", "the challenge that came back", "any count", "what can be read of it", "the audit alone"];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Finds_the_product_used_wrongly(string bug) => AssertFound(bug, Verifiers.Planted(bug));

    public static TheoryData<Spoilt> AllSpoilt => [.. Spoilt.All];

    /// <summary>So that the oracle overlooks nothing of what has a test of its own.</summary>
    [Theory]
    [MemberData(nameof(AllSpoilt))]
    public void The_oracle_knows_what_each_step_must_notice(Spoilt spoilt)
    {
        using var scene = new Scene(spoilt.InRegistration, new Random(1));
        Assert.Equal(Fault.None, Standard.Of(scene, scene.Respond().ToJsonString()));
        var ring = scene.Ring.Again();
        spoilt.How(ring);
        Assert.NotEqual(Fault.None, Standard.Of(scene, scene.Respond(ring).ToJsonString()));
    }

    private static long Asked(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var asked) ? asked : otherwise;

    private static void AssertFound(string bug, Verifier lax)
    {
        var run = new MutantRun(lax);
        run.Run(200_000, seed: 2, isEnough: () => !run.Accepted.IsEmpty);
        Assert.True(run.Accepted.TryPeek(out var found), $"{run.Mutants} mutants did not show: {bug}");
        Console.WriteLine($"{bug}: found within {run.Mutants} mutants: {found.Kind}");
    }
}
