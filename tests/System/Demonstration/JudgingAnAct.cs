using Holdfast.Lab.Demonstration;

namespace Holdfast.System.Tests.Demonstration;

/// <summary>The verdict is taken from figures; each bad one is found.</summary>
public sealed class JudgingAnAct
{
    private static readonly ActResult Attack = new(1, "an attack", ActKind.Attack, 100, 50m, 50m, 10, 90, []);

    private static readonly ActResult Steady = new(4, "steady use", ActKind.SteadyUse, 100, 0m, 50m, 100, 0, []);

    [Fact]
    public void An_attack_that_gets_the_allowance_is_as_it_must_be() => Assert.Empty(Attack.Faults());

    [Fact]
    public void A_bot_that_is_never_held_up_is_as_it_must_be() => Assert.Empty(Steady.Faults());

    [Fact]
    public void A_cent_beyond_the_allowance_is_a_fault() => Assert.Single((Attack with { Stolen = 50.01m }).Faults());

    [Fact]
    public void A_server_that_states_a_larger_allowance_moves_no_mark() =>
        Assert.Single((Attack with { Stolen = 51m, Allowance = 1000m }).Faults());

    [Fact]
    public void A_smaller_allowance_counts() => Assert.Single((Attack with { Stolen = 21m, Allowance = 20m }).Faults());

    [Fact]
    public void One_delay_of_the_bot_is_a_fault() => Assert.Single((Steady with { Allowed = 99, Delayed = 1 }).Faults());

    [Fact]
    public void An_act_in_which_nothing_happened_shows_nothing() =>
        Assert.NotEmpty((Attack with { Attempted = 0, Stolen = 0m, Allowed = 0, Delayed = 0 }).Faults());

    [Fact]
    public void A_claim_that_was_not_seen_is_a_fault() =>
        Assert.Single((Attack with { Claims = [new Claim("it is held", false), new Claim("it ends", true)] }).Faults());
}
