using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Policies;

/// <summary>Writes holds as an object from element to ISO 8601 duration; elements that are missing have no hold of their own.</summary>
internal sealed class HoldsJson : JsonConverter<TimeSpan[]>
{
    public override TimeSpan[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var holds = new TimeSpan[Elements.All.Length];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Elements.TryParse(reader.GetString(), out var element)) throw new JsonException("unknown element");
            reader.Read();
            if (!Spans.TryParse(reader.GetString(), out holds[(int)element])) throw new JsonException("not a duration");
        }
        return holds;
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan[] value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var element in Elements.All)
            if (value[(int)element] != TimeSpan.Zero || element == Element.Read)
                writer.WriteString(element.Name(), Spans.Format(value[(int)element]));
        writer.WriteEndObject();
    }
}
