using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzzing.Tests.Http;

/// <summary>The small form of `eng/fuzz http`.</summary>
public sealed class FuzzingTheServer
{
    private const int Requests = 12_000;

    public static TheoryData<string> Planted => [.. PlantedReply.All.Select(p => p.Name)];

    [Fact]
    public async Task Finds_nothing_in_a_sandbox_and_in_production()
    {
        var report = await new HttpRun(new HttpRunOptions { OnOneServer = Requests / 2 }).RunAsync(Requests);
        Assert.True(report.Findings.IsEmpty, report.ToString());
        Assert.True(report.Requests >= Requests);
    }

    /// <summary>
    /// A token that nobody issued can't be ended: its 204 is in the matrix of roles; what nobody signed passes no gate and is no passkey,
    /// what nobody agreed on is not imported, and an act is one of the official list by chance alone.
    /// </summary>
    private static readonly string[] ByChance =
    [
        "authorize", "authorizeDelete", "authorizePost", "authorizePut", "endToken", "importAccounts", "readImport", "readOfficialProposal", "registerPasskey",
        // a link, a code, a passkey and a change of the console's own are a person's; nobody signs himself out
        "openConsoleLink", "signIn", "signInByCode", "signOut", "registerPasskeyInConsole", "readAsset", "approveInConsole", "answerCalm", "vetoInConsole", "askInConsole",
    ];

    [Fact]
    public async Task Reaches_every_operation()
    {
        await using var subject = await Subject.StartAsync(sandbox: true, TimeProvider.System, null);
        var report = await new HttpRun(new HttpRunOptions { Seed = 2, OnOneServer = Requests }).RunAsync(Requests / 2);
        Assert.Empty(subject.Contract.Routes.Select(r => r.Id).Except(report.Reached.Keys).Except(ByChance));
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task Finds_a_bug_that_is_planted(string name)
    {
        var planted = PlantedReply.All.Single(p => p.Name == name);
        var run = new HttpRun(new HttpRunOptions
        {
            OnOneServer = 5_000,
            MostFindings = 1_000,
            Until = IsIt,
            Patience = planted.Rule == "no hang" ? TimeSpan.FromSeconds(2) : TimeSpan.FromSeconds(10),
            Plant = planted.Plant,
        });
        var report = await run.RunAsync(10_000);
        Assert.Contains(report.Findings, IsIt);

        bool IsIt(Finding finding) => finding.Rule == planted.Rule;
    }

    [Fact]
    public async Task Sends_the_same_again_with_the_same_seed()
    {
        await using var subject = await Subject.StartAsync(sandbox: true, TimeProvider.System, null);
        Assert.Equal(Shots(5), Shots(5));
        Assert.NotEqual(Shots(5), Shots(6));

        string[] Shots(int seed)
        {
            var random = new Random(seed);
            var aim = new Aim(subject.Contract, new Scene("s", random), subject.Badges, random);
            return [.. Enumerable.Range(0, 500).Select(_ => Convert.ToHexString(aim.Next().ToBytes()))];
        }
    }
}
