using System.Text.Json;
using Holdfast.Domain.Decisions;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Answers;

/// <summary>The one place that says no: RFC 9457 problem documents with a stable code and every mistake named.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    public static readonly Answered KeyReused = Of(
        422, "idempotencyKeyReused", "this `Idempotency-Key` was used for another body");

    public static readonly Answered Unauthorized = Of(401, "tokenInvalid", "a valid bearer token is needed");

    public static readonly Answered KeyMissing = Of(
        400, "idempotencyKeyMissing", "every POST carries an `Idempotency-Key` of 1 to 255 printable characters");

    public static readonly Answered Unavailable = Of(
        503, "logUnavailable", "nothing can be recorded now, so nothing is allowed");

    public static readonly Answered RolledBack = Of(
        503, "rolledBack", "the log is older than what was seen of it, so nothing is allowed until two staff members accept that");

    public static readonly Answered NotFound = Of(404, "notFound", "there is nothing here");

    public static readonly Answered TooLarge = Of(413, "bodyTooLarge", "a body has at most 65,536 bytes");

    public static Answered Forbidden(string role) => Of(403, "roleMissing", $"this needs a token with the role `{role}`");

    public static Answered Conflict(string code, string text) => Of(409, code, text);

    public static Answered Of(int status, string code, string text) => Write(status, code, text, []);

    public static Answered Of(IReadOnlyList<Mistake> mistakes)
    {
        var status = mistakes.Any(m => m.Status == 400) ? 400 : 422;
        var first = mistakes[0];
        return Write(
            status,
            mistakes.Count == 1 ? first.Code : status == 400 ? "requestMalformed" : "requestInvalid",
            mistakes.Count == 1 ? first.Text : $"{mistakes.Count} mistakes",
            [.. mistakes.Select(m => (m.Code, m.At, m.Text))]);
    }

    public static Answered Of(Outcome.Refused refused)
    {
        var refusals = refused.Refusals;
        var kind = refusals.Max(r => r.Kind);
        var status = kind switch
        {
            RefusalKind.Unknown => 404,
            RefusalKind.Meaning => 422,
            RefusalKind.State => 409,
            RefusalKind.Rule => 403,
            _ => throw new InvalidOperationException($"no status for {kind}"),
        };
        var first = refusals.First(r => r.Kind == kind);
        return Write(status, first.Code, first.Text, [.. refusals.Select(r => (r.Code, r.At ?? "", r.Text))]);
    }

    private static Answered Write(int status, string code, string text, (string Code, string At, string Text)[] errors)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:holdfast:problem:{code}");
            json.WriteString("title", Title(status));
            json.WriteNumber("status", status);
            json.WriteString("code", code);
            json.WriteString("detail", text);
            if (errors.Length > 0)
            {
                json.WriteStartArray("errors");
                foreach (var error in errors)
                {
                    json.WriteStartObject();
                    json.WriteString("code", error.Code);
                    json.WriteString("at", error.At);
                    json.WriteString("text", error.Text);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return new Answered(status, buffer.WrittenMemory);
    }

    private static string Title(int status) => status switch
    {
        400 => "The request is malformed",
        401 => "Not signed in",
        403 => "Refused by a rule",
        404 => "Not found",
        405 => "Method not allowed",
        409 => "Not possible in this state",
        413 => "Too large",
        415 => "Another type of content",
        422 => "The request can't be meant",
        503 => "Not available",
        _ => "Refused",
    };
}
