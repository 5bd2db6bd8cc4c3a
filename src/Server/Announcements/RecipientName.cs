namespace Holdfast.Server.Announcements;

/// <summary>Who is told, as the feed and a viewer name him: the id of one of the owner's channels, or one of these, which no channel can have.</summary>
internal static class RecipientName
{
    /// <summary>The owner, where the platform writes to him.</summary>
    public const string Platform = "$platform";

    /// <summary>The staff, of a change that nobody could be told of.</summary>
    public const string Staff = "$staff";

    private const string Guardians = "guardian:";

    public static string Guardian(string id) => Guardians + id;

    /// <summary>The guardian's id; null where it names somebody else.</summary>
    public static string? GuardianOf(string? name) =>
        name is not null && name.StartsWith(Guardians, StringComparison.Ordinal) ? name[Guardians.Length..] : null;

    /// <summary>Whether it is the id of a channel of the owner's own: only what such a channel took starts a hold.</summary>
    public static bool IsChannel(string name) => !name.StartsWith('$') && GuardianOf(name) is null;

    /// <summary>Whether what is told reaches the owner: through a channel or through the platform.</summary>
    public static bool IsOwner(string name) => IsChannel(name) || string.Equals(name, Platform, StringComparison.Ordinal);
}
