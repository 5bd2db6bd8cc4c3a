using System.Text.Json;
using Holdfast.Domain.Official;
using Holdfast.Server.Answers;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Verification;

/// <summary>Whether a message is ours, for whoever holds its code; and whether a number, an address or a link is.</summary>
internal sealed class VerifyEndpoints(Api api, Verifier verifier, Func<string> publicUrl)
{
    private const string Note = "This says nothing about a person on the phone. We never call you.";

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/verify", api.Public(http => ValueTask.FromResult(Verify(http)))).Is(Operations.Verify);

    private Answered Verify(HttpContext http) =>
        Query.Verifying(http) is { } asked ? new(200, Shown(verifier.Verify(asked.What, asked.Text, asked.To))) : Query.Wrong;

    private byte[] Shown(Verified verified) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("answer", verified.Verdict switch { Verdict.Ours => "ours", Verdict.NotOurs => "notOurs", _ => "cannotTell" });
        Write(json, "reason", verified.Reason);
        Write(json, "value", verified.Value);
        Write(json, "label", verified.Label);
        if (verified.Message is { } message) Write(json, message);
        Write(json, "until", verified.Until?.ToString());
        json.WriteString("note", Note);
        json.WriteString("report", publicUrl() + "/report");
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static void Write(Utf8JsonWriter json, VerifiedMessage message)
    {
        json.WriteString("announcement", message.Announcement);
        json.WriteString("kind", message.Kind);
        json.WriteString("sentAt", message.SentAt.ToString());
        json.WriteString("to", message.To);
        json.WriteString("subject", message.Subject);
        json.WriteStartArray("text");
        foreach (var line in message.Text) json.WriteStringValue(line);
        json.WriteEndArray();
    }
}
