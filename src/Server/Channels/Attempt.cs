namespace Holdfast.Server.Channels;

/// <summary>
/// What became of one attempt to hand an announcement to a channel. No text holds personal data, a URL or a body.
/// </summary>
internal abstract record Attempt
{
    private Attempt()
    {
    }

    /// <summary>The other side has it.</summary>
    public sealed record Taken(string Said) : Attempt;

    /// <summary>Not now: try again, and not before `NotBefore` has passed where the other side named a time.</summary>
    public sealed record Later(string Why, TimeSpan? NotBefore = null) : Attempt;

    /// <summary>Never again: the other side said that the place is gone.</summary>
    public sealed record Refused(string Why) : Attempt;

    /// <summary>This server, as it was started, has no way to such a channel; another start may have one.</summary>
    public sealed record NoWay : Attempt;
}
