using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Tests.Owners;

public sealed class FollowingPolicies
{
    [Fact]
    public void Skips_none_that_ruled_for_a_while()
    {
        var ruled = new PolicyInForce(Of(1), new Instant(10));
        foreach (var version in new[] { 1, 2, 3 })
            ruled = ruled.Then(new InstallationState { Policy = Of(version), PolicySince = new Instant(version * 10) });

        Assert.Equal([(1, 10L), (2, 20L), (3, 30L)], ruled.After(0).Select(p => (p.Policy.Version, p.Since.Milliseconds)));
        Assert.Equal([3], ruled.After(2).Select(p => p.Policy.Version));
        Assert.Empty(ruled.After(3));
    }

    private static Policy Of(int version) => Policy.Default with { Version = version };
}
