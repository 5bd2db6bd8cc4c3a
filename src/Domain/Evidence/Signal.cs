using System.Text.Json.Serialization;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Evidence;

/// <summary>A dated observation about risk, as the platform reports it.</summary>
/// <param name="Subject">What it is about where that is not the owner: a session, source, destination or key.</param>
/// <param name="Weighs">Whether the policy gives its kind any weight; one that doesn't is recorded and no more.</param>
public sealed record Signal(string Kind, Instant At, string? Subject, bool Weighs = false);

/// <summary>How much a kind of signal says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Weight>))]
public enum Weight
{
    [JsonStringEnumMemberName("weak")] Weak,
    [JsonStringEnumMemberName("strong")] Strong,
}

/// <summary>Whom a kind of signal is about; evidence about the owner alone never touches what is aged.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<About>))]
public enum About
{
    [JsonStringEnumMemberName("owner")] Owner,
    [JsonStringEnumMemberName("session")] Session,
    [JsonStringEnumMemberName("source")] Source,
    [JsonStringEnumMemberName("destination")] Destination,
    [JsonStringEnumMemberName("key")] Key,
}

/// <summary>What a kind of signal weighs and whom it is about.</summary>
public sealed record SignalWeight(Weight Weight, About About)
{
    public static readonly IDictionary<string, SignalWeight> Defaults =
        new SortedDictionary<string, SignalWeight>(StringComparer.Ordinal)
        {
            ["inCall"] = new(Weight.Strong, About.Owner),
            ["screenShared"] = new(Weight.Strong, About.Owner),
            ["remoteControl"] = new(Weight.Strong, About.Owner),
            ["simSwap"] = new(Weight.Strong, About.Owner),
            ["newDevice"] = new(Weight.Weak, About.Owner),
            ["newNetwork"] = new(Weight.Weak, About.Owner),
            ["sessionHijacked"] = new(Weight.Strong, About.Session),
            ["sourceFlagged"] = new(Weight.Strong, About.Source),
            ["destinationFlagged"] = new(Weight.Strong, About.Destination),
            ["keyLeaked"] = new(Weight.Strong, About.Key),
            ["keyAnonymousNetwork"] = new(Weight.Weak, About.Key),
            ["keyTwoPlaces"] = new(Weight.Weak, About.Key),
            ["keyUnusualRate"] = new(Weight.Weak, About.Key),
        };
}

/// <summary>The level of an assessment; `high` stretches holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Level>))]
public enum Level
{
    [JsonStringEnumMemberName("none")] None,
    [JsonStringEnumMemberName("low")] Low,
    [JsonStringEnumMemberName("elevated")] Elevated,
    [JsonStringEnumMemberName("high")] High,
}

/// <summary>What the evidence about a change comes to, with the stable codes of its reasons.</summary>
public sealed record Assessment(Level Level, string[] Reasons)
{
    public static readonly Assessment None = new(Level.None, []);
}
