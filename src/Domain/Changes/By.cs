using System.Text.Json.Serialization;

namespace Holdfast.Domain.Changes;

/// <summary>Who asks, approves or vetoes.</summary>
public sealed record By(ByKind Kind, string Id, string? Session = null, string? Ip = null, string? Device = null)
{
    /// <summary>Whether two acts come from the same asker, whatever session he used.</summary>
    public bool IsSameAs(By other) => Kind == other.Kind && string.Equals(Id, other.Id, StringComparison.Ordinal);
}

/// <summary>The role in which somebody acts. `Link` and `Holdfast` can't be named in a request.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ByKind>))]
public enum ByKind
{
    [JsonStringEnumMemberName("owner")] Owner,
    [JsonStringEnumMemberName("key")] Key,
    [JsonStringEnumMemberName("guardian")] Guardian,
    [JsonStringEnumMemberName("staff")] Staff,

    /// <summary>The holder of a veto link that went to a channel; the id is the channel's.</summary>
    [JsonStringEnumMemberName("link")] Link,
}
