using System.Globalization;
using System.Text.Json;

namespace Holdfast.System.Tests.Races;

/// <summary>One owner's codes, each handed in by 64 sessions at once for two changes. It judges the answers; the log is the <see cref="LogOracle"/>'s.</summary>
internal sealed class CodeBurst(House house, string owner)
{
    public const int Width = 64, MostRounds = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15), Hold = TimeSpan.FromHours(49);

    private string secret = "";
    private string[] sheet = [];

    public List<string> Wrong { get; } = [];

    public async Task OpenAsync()
    {
        var edits = Bodies.AddTotp("phone") + "," + Bodies.AddSheet("sheet");
        var opened = await house.PostAsync("/v1/accounts", Bodies.Account(owner, edits: edits));
        using var json = JsonDocument.Parse(opened.Body);
        foreach (var made in json.RootElement.GetProperty("secrets").EnumerateArray())
            if (made.TryGetProperty("codes", out var codes)) sheet = [.. codes.EnumerateArray().Select(c => c.GetString()!)];
            else secret = made.GetProperty("secret").GetString()!;
        await house.TellAsync(owner);
        await house.AdvanceAsync(Hold);
    }

    /// <summary>The right code, 64 times: one is taken, five more are looked at, and the rest is not.</summary>
    public async Task RightAsync(int round, string factor)
    {
        var code = factor == "totp" ? await house.CodeAsync(secret) : sheet[round];
        var replies = await SetOffAsync(round, factor, _ => code);
        Expect(1, 5, replies);
    }

    /// <summary>64 wrong codes: of a cycle no more than `looked` are looked at.</summary>
    public async Task WrongAsync(int round, string factor, int looked)
    {
        var right = factor == "totp" ? await house.CodeAsync(secret) : "";
        var replies = await SetOffAsync(round, factor, i => factor == "totp"
            ? Other(right, i)
            : string.Create(CultureInfo.InvariantCulture, $"0000-0000-0000-{i:D4}"));
        Expect(0, looked, replies);
    }

    private async Task<Reply[]> SetOffAsync(int round, string factor, Func<int, string> code)
    {
        var changes = new[] { await AskAsync(factor, $"a{round}"), await AskAsync(factor, $"b{round}") };
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var submissions = Enumerable.Range(0, Width).Select(i => Task.Run(async () =>
        {
            await gate.Task;
            return await ApproveAsync(changes[i / 2 % 2], factor, code(i), i);
        })).ToArray();
        gate.SetResult();
        var replies = await Task.WhenAll(submissions);
        foreach (var change in changes)
            await house.PostAsync($"/v1/accounts/{owner}/changes/{change.Text("change")}/veto", Bodies.By(owner));
        await house.AdvanceAsync(Pause + TimeSpan.FromSeconds(1));
        return replies;
    }

    /// <summary>On several nodes one may deny while another's append is on its way, so there the figures are bounds.</summary>
    private void Expect(int taken, int looked, Reply[] replies)
    {
        var (accepted, failed) = (replies.Count(r => r.Status == 200), replies.Count(r => r.Word == "codeWrong"));
        var rest = replies.Count(r => r.Word == "tooManyCodes" || (house.Nodes > 1 && r.Status == 503));
        var holds = house.Nodes > 1
            ? accepted <= taken && failed <= looked
            : accepted == taken && failed == looked && rest == Width - taken - looked;
        if (!holds) Wrong.Add($"{owner}: {accepted} taken, {failed} looked at, {rest} refused: {string.Join(", ", replies.Select(r => r.ToString()).Distinct())}");
    }

    private async Task<Reply> AskAsync(string factor, string name)
    {
        // recovery codes approve factors alone
        var edit = factor == "totp" ? Bodies.AddDestination($"{factor}{name}") : Bodies.AddTotp($"{factor}{name}");
        var asked = await house.PostAsync($"/v1/accounts/{owner}/changes", Bodies.Change(owner, edit));
        return asked.IsDone ? asked : throw new InvalidOperationException($"a preparation was answered {asked.Status} {asked.Body}");
    }

    private Task<Reply> ApproveAsync(Reply asked, string factor, string code, int lane) => house.PostAsync(
        $"/v1/accounts/{owner}/changes/{asked.Text("change")}/approvals",
        Bodies.ApprovalWith(factor, owner, asked.Text("digest"), $"s{lane}", code), house.NewKey(), lane);

    /// <summary>None of the codes of now and of its neighbours, but for a chance of one in ten thousand that a neighbour is met.</summary>
    private static string Other(string right, int i) =>
        ((int.Parse(right, CultureInfo.InvariantCulture) + 1 + i) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
}
