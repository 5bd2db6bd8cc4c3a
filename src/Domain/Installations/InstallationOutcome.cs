using Holdfast.Domain.Decisions;

namespace Holdfast.Domain.Installations;

/// <summary>What a command comes to: events to record, nothing because it is so already, or a refusal.</summary>
public abstract record InstallationOutcome
{
    private InstallationOutcome()
    {
    }

    public sealed record Records(params InstallationEvent[] Events) : InstallationOutcome;

    /// <param name="Act">The act that already says so; null where there is none.</param>
    public sealed record Nothing(string? Act = null) : InstallationOutcome;

    public sealed record Refused(params Refusal[] Refusals) : InstallationOutcome;

    public static InstallationOutcome Refuse(RefusalKind kind, string code, string text, string? at = null) =>
        new Refused(new Refusal(kind, code, text, at));
}
