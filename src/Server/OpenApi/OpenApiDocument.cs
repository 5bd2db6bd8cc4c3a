using System.Text.Json.Nodes;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.OpenApi;

/// <summary>
/// The description of what is mapped, read from the routing table, as OpenAPI 3.1. It is written here rather than by the
/// framework's generator: that one derives schemas from the types that handlers bind, and the handlers of this server
/// bind nothing, they read raw bodies by rules that no type says.
/// </summary>
internal static class OpenApiDocument
{
    public static JsonObject Of(IEnumerable<Endpoint> endpoints) => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = "Holdfast",
            ["version"] = "v1",
            ["description"] = "Fraud protection for the API keys of crypto platforms: strengthening is instant, weakening is late.",
        },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
        ["paths"] = Paths(endpoints),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject
            {
                ["bearer"] = new JsonObject
                {
                    ["type"] = "http",
                    ["scheme"] = "bearer",
                    ["description"] = "a token with one of the roles `decide`, `feed`, `staff` that the operation names",
                },
            },
            ["parameters"] = Parameters.All,
            ["responses"] = ProblemReplies.All,
            ["schemas"] = Schemas(),
        },
    };

    private static JsonObject Schemas() => new(
        FormSchemas.All.Concat(EditSchemas.All).Concat(RequestSchemas.All).Concat(AnswerSchemas.All)
            .OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => KeyValuePair.Create(s.Name, (JsonNode?)s.Schema)));

    private static JsonObject Paths(IEnumerable<Endpoint> endpoints)
    {
        var paths = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var route in endpoints.OfType<RouteEndpoint>())
        {
            if (route.Metadata.GetMetadata<Operation>() is not { } operation) continue;
            var path = route.RoutePattern.RawText!;
            if (!paths.TryGetValue(path, out var item)) paths[path] = item = [];
            foreach (var method in route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
                item[method.ToLowerInvariant()] = OperationObject(route, method, operation);
        }
        return new JsonObject(paths.Select(p => KeyValuePair.Create(
            p.Key, (JsonNode?)new JsonObject(p.Value.OrderBy(m => m.Key, StringComparer.Ordinal)
                .Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))))));
    }

    private static JsonObject OperationObject(RouteEndpoint route, string method, Operation operation)
    {
        var isPost = HttpMethods.IsPost(method) && operation.Door is not null;
        var described = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = operation.Summary,
        };
        if (operation.Description is { } description) described["description"] = description;
        described["security"] = Security(operation.Door);
        JsonNode[] parameters =
        [
            .. route.RoutePattern.Parameters.Select(p => Parameters.InPath(p.Name)),
            .. operation.Query.Select(Parameters.Ref),
            .. isPost ? [Parameters.Ref("Idempotency-Key")] : Array.Empty<JsonObject>(),
        ];
        if (parameters.Length > 0) described["parameters"] = new JsonArray(parameters);
        if (operation.Body is { } body)
            described["requestBody"] = new JsonObject
            {
                ["required"] = body is not "Nothing",
                ["content"] = Content(operation.IsLines ? "application/x-ndjson" : isPost ? "application/json" : "application/x-www-form-urlencoded", body),
            };
        described["responses"] = Responses(operation, isPost);
        return described;
    }

    /// <summary>In 3.1 a requirement may name roles; several requirements are alternatives.</summary>
    private static JsonArray Security(Door? door)
    {
        string[][] alternatives = door switch
        {
            null => [],
            Door.Decide => [["decide"]],
            Door.DecideOrStaff => [["decide"], ["staff"]],
            Door.Feed => [["feed"]],
            Door.Staff => [["staff"]],
            Door.Any => [[]],
            _ => throw new InvalidOperationException($"no role for {door}"),
        };
        return [.. alternatives.Select(roles => new JsonObject
        {
            ["bearer"] = new JsonArray([.. roles.Select(r => (JsonNode)r)]),
        })];
    }

    private static JsonObject Responses(Operation operation, bool isPost)
    {
        var responses = new SortedDictionary<int, JsonObject>();
        foreach (var reply in operation.Replies) responses[reply.Status] = Response(reply, isPost);
        foreach (var status in ProblemReplies.Of(operation, isPost))
            if (!responses.TryGetValue(status, out var reply)) responses[status] = ProblemReplies.Ref(status);
            else reply["content"]![Answers.Problems.ContentType] = new JsonObject { ["schema"] = Schema.Ref("Problem") };
        return new JsonObject(responses.Select(r => KeyValuePair.Create(
            r.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), (JsonNode?)r.Value)));
    }

    private static JsonObject Response(Reply reply, bool isPost)
    {
        var response = new JsonObject { ["description"] = reply.Says };
        if (isPost)
            response["headers"] = new JsonObject
            {
                [Api.ReplayedHeader] = new JsonObject
                {
                    ["description"] = "`true` where this answer was given before, to the same request",
                    ["schema"] = Schema.Const("true"),
                },
            };
        if (reply.Schema is { } schema) response["content"] = Content(reply.ContentType, schema);
        else if (reply.ContentType.StartsWith("text/", StringComparison.Ordinal))
            response["content"] = new JsonObject { [reply.ContentType] = new JsonObject { ["schema"] = Schema.Any() } };
        if (reply.Status == 204) response.Remove("content");
        return response;
    }

    private static JsonObject Content(string type, string schema) => new()
    {
        [type] = new JsonObject
        {
            ["schema"] = schema.Split('|') is { Length: > 1 } several
                ? Schema.OneOf([.. several.Select(Schema.Ref)])
                : Schema.Ref(schema),
        },
    };
}
