using Holdfast.Signing.Claims;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Tests;

public sealed class FindingPlantedBugs
{
    public static TheoryData<string> Bugs => [.. PlantedBugs.All.Keys];

    public static TheoryData<string> Subjects => [.. PlantedBugs.All.Values.Select(r => r.Scheme.Name).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Finds_it(string bug) => Assert.NotEmpty(PlantedBugs.Check(PlantedBugs.All[bug]));

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Finds_nothing_where_none_is_planted(string scheme) =>
        Assert.Empty(PlantedBugs.Check(new Rig(Catalog.Named(scheme)!, Algorithm.HmacSha256)));
}
