using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>What came back, read whole.</summary>
internal sealed record Answer(int Status, Dictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The media type without its parameters; empty for none.</summary>
    public string Type => Headers.TryGetValue("content-type", out var type) ? type.Split(';')[0].Trim() : "";

    public bool IsReplayed => Headers.ContainsKey("idempotency-replayed");

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Null where it is no JSON object.</summary>
    public JsonObject? Json()
    {
        try
        {
            return JsonNode.Parse(Body) as JsonObject;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException)
        {
            return null;
        }
    }
}
