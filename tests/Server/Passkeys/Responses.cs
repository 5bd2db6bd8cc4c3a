using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Tests.Passkeys;

/// <summary>What came back of a browser, through the product's reader.</summary>
internal static class Responses
{
    /// <summary>Null where the reader refuses it already.</summary>
    public static PasskeyResponse? Read(JsonObject json, Func<Node, PasskeyResponse?> read)
    {
        var mistakes = new List<Mistake>();
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
        var response = read(new Node(document.RootElement, "", mistakes));
        return mistakes.Count == 0 ? response : null;
    }

    public static byte[]? ChallengeOf(PasskeyResponse response)
    {
        try
        {
            return Base64Url.DecodeFromChars((string)JsonNode.Parse(Base64Url.DecodeFromChars(response.ClientData))!["challenge"]!);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
