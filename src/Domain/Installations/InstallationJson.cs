using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Domain.Json;

namespace Holdfast.Domain.Installations;

/// <summary>How the installation's events and snapshots are written. Names are stored and never change.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AmountJson)])]
[JsonSerializable(typeof(InstallationEvent))]
[JsonSerializable(typeof(InstallationState))]
public sealed partial class InstallationJson : JsonSerializerContext
{
    public static byte[] Write(InstallationEvent @event) =>
        JsonSerializer.SerializeToUtf8Bytes(@event, Default.InstallationEvent);

    /// <exception cref="JsonException">The bytes are no event of this version.</exception>
    public static InstallationEvent ReadEvent(ReadOnlySpan<byte> json) =>
        DomainJson.Read(json, Default.InstallationEvent);

    public static byte[] Write(InstallationState state) =>
        JsonSerializer.SerializeToUtf8Bytes(state, Default.InstallationState);

    /// <exception cref="JsonException">The bytes are no state of this version.</exception>
    public static InstallationState ReadState(ReadOnlySpan<byte> json) =>
        DomainJson.Read(json, Default.InstallationState);
}
