using System.Text.Json.Serialization;
using Holdfast.Domain.Official;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>Something that takes two staff members with their own tokens.</summary>
/// <param name="Digest">SHA-256 of what they agree on, in lower-case hex.</param>
/// <param name="By">The token name of the one who proposed it.</param>
/// <param name="Token">The token that comes into force when a second member agrees, for kind `token`.</param>
/// <param name="Official">The list that comes into force when a second member agrees, for kind `notice`.</param>
public sealed record StaffAct(
    string Id,
    ActKind Kind,
    string Digest,
    string By,
    Instant At,
    Token? Token = null,
    string? SecondedBy = null,
    Instant? SecondedAt = null,
    OfficialEntry[]? Official = null)
{
    [JsonIgnore]
    public bool IsDone => SecondedAt is not null;

    /// <summary>It counts up to and including this moment.</summary>
    [JsonIgnore]
    public Instant Ends => SecondedAt is { } done ? done + InstallationState.ActsKept : At + InstallationState.Unseconded;
}

/// <summary>What two staff members can agree on. What it does to an owner's stream is done there, once.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActKind>))]
public enum ActKind
{
    /// <summary>The values of the proposed policy that weaken.</summary>
    [JsonStringEnumMemberName("policy")] Policy,

    /// <summary>An owner's recovery, by two who have seen the person.</summary>
    [JsonStringEnumMemberName("recovery")] Recovery,

    /// <summary>A change that staff asked for.</summary>
    [JsonStringEnumMemberName("change")] Change,

    /// <summary>Starting a hold although nobody could be told.</summary>
    [JsonStringEnumMemberName("tell")] Tell,

    /// <summary>Vouching for the gap of a restart.</summary>
    [JsonStringEnumMemberName("clock")] Clock,

    /// <summary>Going on with a log that was set back.</summary>
    [JsonStringEnumMemberName("rollback")] Rollback,

    /// <summary>The file of a platform that moves in.</summary>
    [JsonStringEnumMemberName("import")] Import,

    /// <summary>The official list; made by proposing it whole, never by itself.</summary>
    [JsonStringEnumMemberName("notice")] Notice,

    /// <summary>A token with the role `staff`; made by issuing it, never by itself.</summary>
    [JsonStringEnumMemberName("token")] Token,
}

/// <summary>The contract's spelling of kinds of acts.</summary>
public static class ActKinds
{
    private static readonly string[] Names = ["policy", "recovery", "change", "tell", "clock", "rollback", "import", "notice", "token"];

    public static string Name(this ActKind kind) => Names[(int)kind];

    public static bool TryParse(string? name, out ActKind kind)
    {
        var index = Array.IndexOf(Names, name);
        kind = index < 0 ? default : (ActKind)index;
        return index >= 0;
    }
}
