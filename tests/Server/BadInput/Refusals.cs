using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>A body with something wrong.</summary>
/// <param name="Mistakes">What must be named, as `code@/place`; `*` stands for any code.</param>
internal sealed record Case(string Path, string Body, params string[] Mistakes);

/// <summary>Sends bad bodies, and says which were not refused as they must be.</summary>
internal static class Refusals
{
    /// <summary>Holds when every case is refused with each of its mistakes named, and nothing was recorded.</summary>
    public static async Task HoldAsync(World world, IEnumerable<Case> cases, int least = 10)
    {
        Case[] all = [.. cases];
        var wrong = await WrongAsync(world, all);
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {all.Length}:\n{string.Join('\n', wrong.Take(30))}");
        Assert.True(all.Length >= least, $"only {all.Length} cases");
    }

    /// <summary>What was taken, called by another name or place, named twice, or left a trace.</summary>
    public static async Task<string[]> WrongAsync(World world, IEnumerable<Case> cases)
    {
        await world.SettleAsync();
        var (head, account) = (await world.HeadAsync(), (await world.Platform.GetAsync("/v1/accounts/alice")).Body);
        var wrong = new List<string>();
        foreach (var one in cases)
        {
            var reply = await Bodies.For(world, one.Path).PostAsync(one.Path, one.Body);
            if (Why(one, reply) is { } why) wrong.Add($"{one.Path} {string.Join(' ', one.Mistakes)}: {why}: {reply.Status} {reply.Body}");
        }
        if (head != await world.HeadAsync()) wrong.Add("something was recorded");
        if (account != (await world.Platform.GetAsync("/v1/accounts/alice")).Body) wrong.Add("the account is another");
        return [.. wrong];
    }

    private static string? Why(Case one, Reply reply)
    {
        if (reply.Status is not (400 or 422)) return "not refused for what it says";
        if (reply.ContentType != "application/problem+json" || reply.Code is null) return "no problem document";
        var named = reply.Mistakes;
        if (named.Length == 0) return "no mistake is named";
        if (reply["errors"]!.AsArray().DistinctBy(e => e!.ToJsonString()).Count() < named.Length) return "a mistake is named twice";
        if (named.Any(m => m[m.IndexOf('@', StringComparison.Ordinal)..] is not "@" and not ['@', '/', ..])) return "a place is no pointer";
        return one.Mistakes.Where(m => !IsNamed(m, named)).Select(m => $"`{m}` is not named").FirstOrDefault();
    }

    private static bool IsNamed(string mistake, string[] named) => mistake.StartsWith("*@", StringComparison.Ordinal)
        ? named.Any(n => n.EndsWith(mistake[1..], StringComparison.Ordinal))
        : named.Contains(mistake);

    /// <summary>There is an account `alice`, and nothing more is being recorded about her.</summary>
    public static async Task SettleAsync(this World world)
    {
        if ((await world.Platform.GetAsync("/v1/accounts/alice")).Status == 404) await world.OpenAsync(World.Bot, "alice");
        await world.AdvanceAsync("PT1S");
    }
}
