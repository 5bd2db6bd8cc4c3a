using System.Text.Json;
using Holdfast.Consoles.Pages;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Json;
using Holdfast.Domain.Reviews;
using Holdfast.Server.Reviews;

namespace Holdfast.Server.OwnerConsole;

/// <summary>The review as a list to tick: what of it nobody would miss, all in one change that only reduces.</summary>
internal static class ReviewRows
{
    public static ReviewModel Of(Look look, (string Account, KeyReview[] Reviews)[] accounts) => new(
        [.. accounts.Select(a => new AccountSpare(a.Account,
            [.. a.Reviews.SelectMany(r => r.Suggestions).Select(s => new SpareRow(string.Join(' ', s.Edits.Select(Wording.Say)), ReviewWords.Of(s.Why), Json(s.Edits))).DistinctBy(r => r.Edit)]))],
        [.. accounts.SelectMany(a => a.Reviews).Select(r => $"{r.Key.Id}: {ReviewWords.Of(r.Loss)}")]);

    private static string Json(Edit[] edits) => JsonSerializer.Serialize(edits, DomainJson.Default.EditArray);
}
