using Holdfast.Fuzz.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Fuzzing.Tests.Outages;

/// <summary>Every dependency that fails, at every decision point: nothing is allowed, and afterwards all is decided as it should be.</summary>
public sealed class Failing
{
    /// <summary>Reads that need nothing of the log, or only what is in memory.</summary>
    private static readonly string[] SafeReads = ["/healthz", "/openapi/v1.json", "/.well-known/jwks.json"];

    public static TheoryData<string> Outages => [.. Outage.All.Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_log_allows_nothing(string name) =>
        Assert.Empty(await TryAsync(Outage.All.Single(o => o.Name == name), null));

    [Theory]
    [InlineData("disk full")]
    [InlineData("nothing can be read")]
    [InlineData("head unreadable")]
    public async Task A_log_is_not_ready(string name)
    {
        await using var house = await House.OpenAsync();
        house.Log.Now = Outage.All.Single(o => o.Name == name);
        Assert.Equal((503, "unavailable"), ((await house.GetAsync("/readyz"))!.Status, (string?)(await house.GetAsync("/readyz"))!.Json()?["log"]));
        house.Log.Now = null;
        Assert.Equal(200, (await house.GetAsync("/readyz"))!.Status);
    }

    [Fact]
    public async Task Has_a_point_for_every_post_of_the_contract()
    {
        await using var subject = await Subject.StartAsync(sandbox: true, TimeProvider.System, null);
        Assert.Equal(
            subject.Contract.Routes.Where(r => r.Method == "POST" && r.Id is not ("advanceClock" or "authorizePost")).Select(r => r.Path).Order(StringComparer.Ordinal),
            DecisionPoint.All.Select(p => p.Route).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The catch-all that reports an outage as consent, in three shapes.</summary>
    public static TheoryData<string> Planted => ["catches and allows", "turns 503 into 200", "turns 500 into an empty answer"];

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_log_is_found_to_allow_where_that_is_planted(string bug)
    {
        var wrong = await TryAsync(Outage.All[bug.Contains("503", StringComparison.Ordinal) ? 0 : 3], app => app.Use(next => async http =>
        {
            if (bug == "turns 503 into 200") http.Response.OnStarting(() =>
            {
                if (http.Response.StatusCode == 503) http.Response.StatusCode = 200;
                return Task.CompletedTask;
            });
            try
            {
                await next(http);
            }
            catch (IOException) when (bug == "turns 500 into an empty answer")
            {
                http.Response.StatusCode = 204;
            }
            catch (Exception) when (bug == "catches and allows")
            {
                http.Response.StatusCode = 200;
                await http.Response.WriteAsync("""{"decision":"allow"}""");
            }
        }));
        Assert.NotEmpty(wrong);
    }

    /// <summary>All that is wrong, at any point.</summary>
    private static async Task<List<string>> TryAsync(Outage outage, Action<IApplicationBuilder>? plant)
    {
        await using var house = await House.OpenAsync(plant: plant);
        var wrong = new List<string>();
        var keys = DecisionPoint.All.ToDictionary(p => p.Name, _ => house.Key(), StringComparer.Ordinal);
        var before = await house.VersionAsync();
        house.Log.Now = outage;
        foreach (var point in DecisionPoint.All.Where(p => outage.Stops(p) && !p.DecidesNothing))
            if (await house.AskAsync(point, keys[point.Name]) is var answer && point.SaysYes(answer))
                wrong.Add($"{point}: {answer!.Status} {answer.Text}");
        foreach (var path in SafeReads)
            if (await house.GetAsync(path) is not { Status: 200 }) wrong.Add($"{path} is not read");
        if (outage.Reads is null && outage.Head is null && await house.GetAsync("/v1/accounts/alice") is not { Status: 200 }) wrong.Add("the account is not read");
        house.Log.Now = null;
        if (outage.Checkpoint is null && await house.VersionAsync() is var after && after != before) wrong.Add($"version {after} after {before}");
        foreach (var point in DecisionPoint.All)
            if (await house.AskAsync(point, keys[point.Name]) is var answer && (answer?.Status != point.Right || point.SaysYes(answer) == point.SaysNo))
                wrong.Add($"{point} afterwards: {answer?.Status} {answer?.Text}");
        return wrong;
    }
}
