using System.Text.Json.Serialization;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Official;

/// <summary>What somebody may be written to or called from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OfficialKind>))]
public enum OfficialKind
{
    [JsonStringEnumMemberName("phone")] Phone,
    [JsonStringEnumMemberName("email")] Email,
    [JsonStringEnumMemberName("link")] Link,
    [JsonStringEnumMemberName("domain")] Domain,
    [JsonStringEnumMemberName("handle")] Handle,
}

/// <summary>Something that is ours, in the one form that it is compared in.</summary>
/// <param name="Value">As <see cref="OfficialText"/> writes it.</param>
/// <param name="Label">What it is for, in our words.</param>
/// <param name="Until">The last moment at which it is; null: until it is taken off the list.</param>
public sealed record OfficialEntry(OfficialKind Kind, string Value, string Label, Instant? Until)
{
    public bool IsIn(OfficialEntry[] list) => Array.Exists(list, e => e == this);

    /// <summary>The contract's spelling of kinds.</summary>
    public static readonly string[] Kinds = ["phone", "email", "link", "domain", "handle"];
}
