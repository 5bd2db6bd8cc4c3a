using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Tests.OpenApi;

public sealed class BodiesByTheDocument
{
    private static readonly Dictionary<string, Func<ReadOnlyMemory<byte>, IReadOnlyList<Mistake>>> Readers =
        new(StringComparer.Ordinal)
        {
            ["OpenAccount"] = b => Bodies.OpenAccount(b).Mistakes,
            ["AskChange"] = b => Bodies.Change(b).Mistakes,
            ["Approval"] = b => Bodies.Approval(b).Mistakes,
            ["Passkey"] = b => Bodies.Passkey(b).Mistakes,
            ["PasskeyCredential"] = b => Bodies.PasskeyCredential(b).Mistakes,
            ["Veto"] = b => Bodies.Veto(b).Mistakes,
            ["Freeze"] = b => Bodies.Freeze(b).Mistakes,
            ["Act"] = b => Bodies.Act(b).Mistakes,
            ["AskWithdrawal"] = b => Bodies.Withdrawal("alice", b).Mistakes,
            ["Order"] = b => Bodies.Order("alice", b).Mistakes,
            ["Prices"] = b => Bodies.Prices(b).Mistakes,
            ["ImportedLine"] = b => Bodies.ImportedLine(b, new Domain.Time.Instant(long.MaxValue / 2)).Mistakes,
            ["Official"] = b => Bodies.Official(b).Mistakes,
            ["Report"] = b => Bodies.Report(b).Mistakes,
            ["AccountSignal"] = b => Bodies.Signal(b).Mistakes,
            ["StaffAct"] = b => Bodies.StaffAct(b).Mistakes,
            ["Nothing"] = b => Bodies.Nothing(b).Mistakes,
            ["IssueToken"] = b => Bodies.Token(b).Mistakes,
            ["Taken"] = b => Bodies.Taken(b).Mistakes,
            ["Advance"] = b => Bodies.Clock(b).Mistakes,
        };

    [Fact]
    public async Task Are_read_without_a_mistake()
    {
        await using var running = await Running.StartAsync();
        var document = Described.Of(running.Server.Routes);
        Assert.Empty(document.Posts.Select(p => p.Body).Distinct().Except(Readers.Keys));
        Assert.Empty(Refused(document));
    }

    [Fact]
    public async Task Are_found_out_when_the_document_forgets_a_member_or_allows_too_much()
    {
        await using var running = await Running.StartAsync();
        var document = Described.Of(running.Server.Routes);
        document.Schema("AddKey")["required"] = new JsonArray("op", "key");
        Assert.NotEmpty(Refused(document));
        document = Described.Of(running.Server.Routes);
        document.Schema("Freeze")["properties"]!["reason"]!["maxLength"] = 100;
        Assert.NotEmpty(Passed(document));
    }

    [Fact]
    public async Task With_one_mistake_are_refused_and_a_wrong_shape_is_a_400()
    {
        await using var running = await Running.StartAsync();
        Assert.Empty(Passed(Described.Of(running.Server.Routes)));
    }

    [Fact]
    public async Task Pass_and_fail_over_http_as_the_document_says()
    {
        await using var running = await Running.StartAsync();
        var document = Described.Of(running.Server.Routes);
        var examples = new Examples(document);
        // a file is taken as a whole; its lines are read as `Readers` does
        foreach (var (operation, name) in document.Posts.Where(p => p.Operation.Id != "importAccounts"))
        {
            var token = operation.Roles!.Contains("staff") && !operation.Roles!.Contains("decide") ? running.Staff1 : running.Platform;
            foreach (var good in examples.Good(document.Schema(name)).DistinctBy(b => b!.ToJsonString()).Take(40))
            {
                var heard = await running.SendAsync("POST", operation.Filled, good, token);
                Assert.True(heard.Status != 400, $"{operation.Path} {good!.ToJsonString()}: {heard.Text}");
            }
            foreach (var (bad, _, why) in examples.Bad(document.Schema(name)).Where(b => b.IsShape).Take(40))
            {
                var heard = await running.SendAsync("POST", operation.Filled, bad, token);
                Assert.True(heard.Status == 400, $"{operation.Path} {why}: {heard.Status} {heard.Text}");
            }
        }
    }

    /// <summary>What the document allows and the reader refuses, but for what no schema says: a key of another algorithm, what is not taken over, a text that is not of its kind.</summary>
    private static IEnumerable<string> Refused(Described document)
    {
        var examples = new Examples(document);
        foreach (var (name, read) in Readers)
            foreach (var good in examples.Good(document.Schema(name)))
                if (read(Encoding.UTF8.GetBytes(good!.ToJsonString())) is { Count: > 0 } mistakes
                    && mistakes.Any(m => m.Code is not ("publicKeyInvalid" or "notImported" or "officialValueInvalid")))
                    yield return $"{name} {good.ToJsonString()}: {string.Join("; ", mistakes)}";
    }

    /// <summary>What the document forbids and the reader lets through, or calls by another status.</summary>
    private static IEnumerable<string> Passed(Described document)
    {
        var examples = new Examples(document);
        foreach (var (name, read) in Readers)
            foreach (var (bad, isShape, why) in examples.Bad(document.Schema(name)))
            {
                var mistakes = read(Encoding.UTF8.GetBytes(bad?.ToJsonString() ?? "null"));
                if (mistakes.Count == 0 || (isShape && !mistakes.Any(m => m.Status == 400)))
                    yield return $"{name} {why}: {bad?.ToJsonString()}: {string.Join("; ", mistakes)}";
            }
    }
}
