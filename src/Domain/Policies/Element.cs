using System.Text.Json.Serialization;

namespace Holdfast.Domain.Policies;

/// <summary>What has a hold of its own (DESIGN 5.1); the names are those of the contract.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Element>))]
public enum Element
{
    [JsonStringEnumMemberName("read")] Read,
    [JsonStringEnumMemberName("trade")] Trade,
    [JsonStringEnumMemberName("transfer")] Transfer,
    [JsonStringEnumMemberName("withdraw")] Withdraw,
    [JsonStringEnumMemberName("manage")] Manage,
    [JsonStringEnumMemberName("source")] Source,
    [JsonStringEnumMemberName("expiry")] Expiry,
    [JsonStringEnumMemberName("credential")] Credential,
    [JsonStringEnumMemberName("destination")] Destination,
    [JsonStringEnumMemberName("limit")] Limit,
    [JsonStringEnumMemberName("factor")] Factor,
    [JsonStringEnumMemberName("guardian")] Guardian,
    [JsonStringEnumMemberName("channel")] Channel,
    [JsonStringEnumMemberName("hold")] Hold,
    [JsonStringEnumMemberName("allowance")] Allowance,
    [JsonStringEnumMemberName("challenge")] Challenge,
    [JsonStringEnumMemberName("settling")] Settling,
    [JsonStringEnumMemberName("freeze")] Freeze,
    [JsonStringEnumMemberName("join")] Join,
}

/// <summary>The contract's spelling of elements.</summary>
public static class Elements
{
    public static readonly Element[] All = Enum.GetValues<Element>();

    private static readonly string[] Names =
        [.. All.Select(e => { var n = e.ToString(); return char.ToLowerInvariant(n[0]) + n[1..]; })];

    public static string Name(this Element element) => Names[(int)element];

    public static bool TryParse(string? name, out Element element)
    {
        var index = Array.IndexOf(Names, name);
        element = index < 0 ? default : All[index];
        return index >= 0;
    }

    /// <summary>The element of a permission; null for a name that Holdfast does not know.</summary>
    public static Element? OfPermission(string permission) =>
        TryParse(permission, out var element) && element <= Element.Manage ? element : null;
}
