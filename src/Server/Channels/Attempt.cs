namespace Holdfast.Server.Channels;

/// <summary>What became of one attempt to deliver. The words hold no personal data and no address.</summary>
internal abstract record Attempt
{
    private Attempt()
    {
    }

    /// <summary>The other side has it: SMTP 250, a 2xx of a webhook.</summary>
    public sealed record Taken(string Said) : Attempt;

    /// <summary>Not now.</summary>
    /// <param name="NotBefore">The pause that the other side asked for; null: none.</param>
    public sealed record Later(string Why, TimeSpan? NotBefore = null) : Attempt;

    /// <summary>The other side never wants this again.</summary>
    public sealed record Refused(string Why) : Attempt;

    /// <summary>This server, as it was started, has no way to such a channel; another start may have one.</summary>
    public sealed record NoWay : Attempt;
}
