using System.Text.Json.Nodes;
using Holdfast.Server.Hosting;
using static Holdfast.Server.OpenApi.Schema;

namespace Holdfast.Server.OpenApi;

/// <summary>Parameters in path, query and header.</summary>
internal static class Parameters
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["id"] = "the account's id",
        ["change"] = "the change's id",
        ["withdrawal"] = "the withdrawal's id",
        ["ceremony"] = "the registration's id",
        ["act"] = "the act's id",
        ["digest"] = "SHA-256 of the file, in lower-case hex",
        ["name"] = "the token's name",
        ["lesson"] = "the lesson's name",
        ["token"] = "the link's secret part",
        ["link"] = "the link's secret part",
        ["hash"] = "the beginning of the file's SHA-256",
        ["file"] = "the file's name",
    };

    public static JsonObject All => new()
    {
        ["Idempotency-Key"] = Parameter(Api.KeyHeader, "header", Text(1, 255, "^[!-~]+$"),
            "belongs to token, method, path and body: the same again is answered the same, with another body it is a 422", true),
        ["viewer"] = Parameter("viewer", "query", Text(1, 128),
            "a session of the platform's, or `guardian:ID`: who looks, for changes that were vetoed quietly"),
        ["observe"] = Parameter("observe", "query", Enum("true", "false"),
            "`true`: judge and record as an observation; nothing counts, and there is no permit"),
        ["after"] = Parameter("after", "query", Whole(), "the position, or the line, after which to read; absent: from the start"),
        ["limit"] = Parameter("limit", "query", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 1000, ["default"] = 100 },
            "how many events at most"),
        ["code"] = Parameter("code", "query", Text(1, 48), "the code in the message, as it was typed: hyphens, blanks and case don't count"),
        ["phone"] = Parameter("phone", "query", Text(1, 64), "the number that is shown, in E.164"),
        ["email"] = Parameter("email", "query", Text(1, 254), "who a message says that it is from"),
        ["link"] = Parameter("link", "query", Text(1, 2_000), "a link"),
        ["domain"] = Parameter("domain", "query", Text(1, 254), "a domain"),
        ["handle"] = Parameter("handle", "query", Text(1, 128), "`network:name`"),
        ["to"] = Parameter("to", "query", Text(1, 254), "where the message came: then it is ours only when it was sent there"),
        ["wait"] = Parameter("wait", "query", Span("PT0S", "PT60S"), "how long to wait for an event when there is none"),
    };

    public static JsonObject Ref(string name) => new() { ["$ref"] = "#/components/parameters/" + name };

    public static JsonObject InPath(string name) =>
        Parameter(name, "path", new JsonObject { ["type"] = "string" }, Paths[name], true);

    private static JsonObject Parameter(string name, string place, JsonObject schema, string says, bool required = false)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["description"] = says };
        if (required) parameter["required"] = true;
        parameter["schema"] = schema;
        return parameter;
    }
}
