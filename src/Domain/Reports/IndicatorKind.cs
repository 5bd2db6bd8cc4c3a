using System.Text.Json.Serialization;

namespace Holdfast.Domain.Reports;

/// <summary>What a caller or a message can be known by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IndicatorKind>))]
public enum IndicatorKind
{
    [JsonStringEnumMemberName("phone")] Phone,
    [JsonStringEnumMemberName("email")] Email,
    [JsonStringEnumMemberName("link")] Link,
    [JsonStringEnumMemberName("domain")] Domain,
    [JsonStringEnumMemberName("handle")] Handle,
    [JsonStringEnumMemberName("address")] Address,
    [JsonStringEnumMemberName("ip")] Ip,
}
