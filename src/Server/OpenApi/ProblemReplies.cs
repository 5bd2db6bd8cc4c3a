using System.Text.Json.Nodes;
using Holdfast.Server.Answers;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.OpenApi;

/// <summary>The problems that an operation can be answered with.</summary>
internal static class ProblemReplies
{
    private static readonly (int Status, string Name, string Says)[] Known =
    [
        (400, "Malformed", "the shape is wrong: every mistake is named"),
        (401, "TokenInvalid", "no valid bearer token"),
        (403, "Refused", "refused by a rule, or the token has another role"),
        (404, "Unknown", "there is no such thing"),
        (409, "NotInThisState", "not possible in this state"),
        (413, "TooLarge", "a body has at most 65,536 bytes"),
        (415, "NotJson", "a body is `application/json` in UTF-8"),
        (422, "NotMeant", "the meaning is wrong, or the `Idempotency-Key` was used for another body: every mistake is named"),
        (503, "Unavailable", "nothing can be recorded now, or the log was set back, so nothing is allowed"),
    ];

    public static JsonObject All => new(Known.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)new JsonObject
    {
        ["description"] = p.Says,
        ["content"] = new JsonObject { [Problems.ContentType] = new JsonObject { ["schema"] = Schema.Ref("Problem") } },
    })));

    public static JsonObject Ref(int status) =>
        new() { ["$ref"] = "#/components/responses/" + Known.Single(p => p.Status == status).Name };

    public static IEnumerable<int> Of(Operation operation, bool isPost)
    {
        IEnumerable<int> statuses = operation.Problems;
        if (operation.Query.Length > 0) statuses = statuses.Append(400);
        if (operation.Door is { } door) statuses = statuses.Concat(door == Door.Any ? [401, 503] : [401, 403, 503]);
        if (isPost) statuses = statuses.Concat([400, 413, 415, 422]);
        return statuses.Distinct();
    }
}
