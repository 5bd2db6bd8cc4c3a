using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Ring = Holdfast.Server.Tests.Passkeys.Authenticator;

namespace Holdfast.System.Tests.Races;

/// <summary>Registrations that are finished 64 times at once. It judges the answers; the log is the <see cref="PasskeyOracle"/>'s.</summary>
internal sealed class PasskeyBurst(House house) : IDisposable
{
    public const int Width = 64, Owners = 4;

    public const string Domain = "console.example.com", Origin = "https://" + Domain;

    private readonly Ring ring = new() { Domain = Domain, Origin = Origin };

    public List<string> Wrong { get; } = [];

    /// <summary>One ceremony, 64 passkeys: one is asked for. It stays over when that is vetoed.</summary>
    public async Task OneCeremonyAsync(string account)
    {
        var begun = await BeginAsync(account);
        var finishes = Finishes(Width, _ => begun, _ => account, _ => RandomNumberGenerator.GetBytes(16));
        var replies = await AtOnceAsync(finishes);
        Expect(account, replies, r => r is { Status: 404, Word: "ceremonyUnknown" });
        if (Array.Find(replies, r => r.Status == 201) is not { } asked) return;
        await house.PostAsync($"/v1/accounts/{account}/changes/{asked.Text("change")}/veto", Bodies.By(account));
        var late = await Finishes(1, _ => begun, _ => account, _ => RandomNumberGenerator.GetBytes(16))[0]();
        if (late is not { Status: 404, Word: "ceremonyUnknown" }) Wrong.Add($"{account}: a ceremony that was over gave {late}");
    }

    /// <summary>One passkey, four owners with a ceremony each, 64 finishes: one owner has it.</summary>
    public async Task OnePasskeyAsync(string stem)
    {
        var accounts = Enumerable.Range(0, Owners).Select(i => $"{stem}-{i}").ToArray();
        var begun = new List<JsonNode>();
        foreach (var account in accounts) begun.Add(await BeginAsync(account));
        var id = RandomNumberGenerator.GetBytes(16);
        var replies = await AtOnceAsync(Finishes(Width, i => begun[i % Owners], i => accounts[i % Owners], _ => id));
        Expect(stem, replies, r => r is { Status: 409, Word: "passkeyKnown" } or { Status: 404, Word: "ceremonyUnknown" });
    }

    public void Dispose() => ring.Dispose();

    private async Task<JsonNode> BeginAsync(string account)
    {
        await MustAsync("/v1/accounts", Bodies.Account(account));
        return JsonNode.Parse((await MustAsync($"/v1/accounts/{account}/passkeys", Body(account, "\"factor\":\"ring\",\"label\":\"ring\""))).Body)!;
    }

    private async Task<Reply> MustAsync(string path, string body)
    {
        var reply = await house.PostAsync(path, body);
        return reply.IsDone ? reply : throw new InvalidOperationException($"a preparation was answered {reply.Status} {reply.Body}");
    }

    /// <summary>What they send is made before, so that they meet.</summary>
    private Func<Task<Reply>>[] Finishes(int count, Func<int, JsonNode> begun, Func<int, string> account, Func<int, byte[]> id) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            ring.Id = id(i);
            var body = Body(account(i), "\"credential\":" + ring.Create(begun(i)["options"]!).ToJsonString());
            var path = $"/v1/accounts/{account(i)}/passkeys/{(string)begun(i)["ceremony"]!}";
            return (Func<Task<Reply>>)(() => house.PostAsync(path, body, house.NewKey(), i));
        }),
    ];

    private static async Task<Reply[]> AtOnceAsync(Func<Task<Reply>>[] finishes)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var racing = finishes.Select(f => Task.Run(async () =>
        {
            await gate.Task;
            return await f();
        })).ToArray();
        gate.SetResult();
        return await Task.WhenAll(racing);
    }

    private void Expect(string what, Reply[] replies, Func<Reply, bool> mayLose)
    {
        var made = replies.Count(r => r.Status == 201);
        if (made != 1 || replies.Count(mayLose) != replies.Length - 1)
            Wrong.Add($"{what}: {made} of {replies.Length} made a change: {string.Join(", ", replies.Select(r => r.ToString()).Distinct())}");
    }

    private static string Body(string account, string members) =>
        $$"""{"by":{"kind":"owner","id":"{{account}}","session":"s1"},{{members}}}""";
}
