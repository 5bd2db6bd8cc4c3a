using System.Text;
using System.Text.Json;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Json;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Reading;
using Reading = Holdfast.Server.Reading.Bodies;

namespace Holdfast.Fuzz.Parsers;

/// <summary>The bodies of requests. They are only ever read, so what is stable is what is kept of them, and the verdict.</summary>
internal static class Bodies
{
    public static Parser[] All() =>
    [
        Body("OpenAccount", "openAccount", json => Reading.OpenAccount(json), b => AreKept(b.Edits)),
        Body("AskChange", "askChange", json => Reading.Change(json), b => AreKept(b.Edits)),
        Body("Approval", "approveChange", Reading.Approval),
        Body("Veto", "vetoChange", Reading.Veto),
        Body("Freeze", "freezeAccount", Reading.Freeze),
        Body("Act", "cancelWithdrawal", Reading.Act),
        Body("AskWithdrawal", "askWithdrawal", json => Reading.Withdrawal("alice", json), b => IsKept(b.Request)),
        Body("Order", "placeOrder", json => Reading.Order("alice", json), IsKept),
        Body("Prices", "reportPrices", Reading.Prices),
        Body("Report", "reportCall", Reading.Report),
        Body("Official", "proposeOfficial", Reading.Official),
        Body("Passkey", "beginPasskey", Reading.Passkey),
        Body("PasskeyCredential", "registerPasskey", Reading.PasskeyCredential),
        Body("ImportedLine", "importAccounts", text => Reading.ImportedLine(text, new Instant(1_900_000_000_000))),
        Body("AccountSignal", "recordSignal", Reading.Signal),
        Body("StaffAct", "proposeAct", Reading.StaffAct),
        Body("Nothing", "secondAct", Reading.Nothing),
        Body("IssueToken", "issueToken", Reading.Token),
        Body("Taken", "takeAnnouncements", Reading.Taken),
        Body("Advance", "advanceClock", Reading.Clock),
    ];

    private static Parser Body<T>(string schema, string operation, Func<ReadOnlyMemory<byte>, BodyReading<T>> read, Action<T>? isKept = null)
        where T : class
    {
        var seeds = BodySeeds.Of(schema, operation);
        return new Parser("body " + schema, text =>
        {
            var reading = read(Encoding.UTF8.GetBytes(text));
            if (reading.Value is null == (reading.Mistakes.Count == 0)) throw new BrokenPromiseException("neither a value nor a mistake, or both");
            // twice the work, so only for some
            if (text.Length % 8 == 1 && !Codes(reading).SequenceEqual(Codes(read(Encoding.UTF8.GetBytes($" {text}\n")))))
                throw new BrokenPromiseException("a blank changes what it says");
            if (reading.Value is { } value) isKept?.Invoke(value);
            return reading.Value is not null;
        }, random => seeds[random.Next(seeds.Length)])
        { Bytes = (131_072, 2048) };
    }

    private static IEnumerable<string> Codes<T>(BodyReading<T> reading)
        where T : class => reading.Mistakes.Select(m => m.Code + m.At);

    private static void AreKept(Edit[] edits)
    {
        foreach (var edit in edits)
        {
            var kept = JsonSerializer.Serialize(edit, DomainJson.Default.Edit);
            if (JsonSerializer.Serialize(JsonSerializer.Deserialize(kept, DomainJson.Default.Edit)!, DomainJson.Default.Edit) != kept)
                throw new BrokenPromiseException($"`{kept}` is not kept as it was read");
        }
    }

    private static void IsKept(OrderRequest order)
    {
        var kept = JsonSerializer.Serialize(order, DomainJson.Default.OrderRequest);
        if (JsonSerializer.Deserialize(kept, DomainJson.Default.OrderRequest)! != order) throw new BrokenPromiseException($"`{kept}` is not kept as it was read");
    }

    private static void IsKept(WithdrawalRequest request)
    {
        var kept = JsonSerializer.Serialize(request, DomainJson.Default.WithdrawalRequest);
        var again = JsonSerializer.Deserialize(kept, DomainJson.Default.WithdrawalRequest)!;
        if (WithdrawalDigest.Canonical(again) != WithdrawalDigest.Canonical(request) || again != request)
            throw new BrokenPromiseException($"`{kept}` is not kept as it was read");
    }
}
