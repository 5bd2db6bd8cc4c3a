using Holdfast.Server.Hosting;

namespace Holdfast.Server.OpenApi;

/// <summary>One answer of an operation that is no problem.</summary>
/// <param name="Schema">The name of its schema; null for no body.</param>
internal sealed record Reply(int Status, string Says, string? Schema = null, string ContentType = "application/json");

/// <summary>What the document says about an endpoint; hangs on the route as metadata.</summary>
/// <param name="Id">The `operationId`.</param>
internal sealed record Operation(string Id, string Tag, string Summary)
{
    public string? Description { get; init; }

    /// <summary>Which tokens pass; null for no token.</summary>
    public Door? Door { get; init; }

    /// <summary>The name of the body's schema; null for no body.</summary>
    public string? Body { get; init; }

    /// <summary>The body is NDJSON, and the schema that of a line.</summary>
    public bool IsLines { get; init; }

    /// <summary>The names of query parameters.</summary>
    public string[] Query { get; init; } = [];

    public Reply[] Replies { get; init; } = [];

    /// <summary>The statuses of problems that are its own, beside those that come with a token, a body or a query.</summary>
    public int[] Problems { get; init; } = [];

    /// <summary>Only a sandbox has it.</summary>
    public bool OnlySandbox { get; init; }
}

/// <summary>Hangs operations on routes.</summary>
internal static class Describing
{
    public static void Is(this IEndpointConventionBuilder route, Operation operation) =>
        route.Add(endpoint => endpoint.Metadata.Add(operation));
}
