using Holdfast.Domain.Accounts;

namespace Holdfast.Domain.Decisions;

/// <summary>What a command comes to: events to record, nothing because it is so already, or a refusal.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    public sealed record Records(params OwnerEvent[] Events) : Outcome;

    /// <param name="Change">The change that already says so; null where all of it is in force.</param>
    public sealed record Nothing(string? Change = null) : Outcome;

    public sealed record Refused(params Refusal[] Refusals) : Outcome;

    public static Outcome Refuse(RefusalKind kind, string code, string text, string? at = null) =>
        new Refused(new Refusal(kind, code, text, at));
}

/// <summary>One reason why a command is refused, with a stable code.</summary>
/// <param name="At">The part of the request that it is about, as a JSON pointer.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Text, string? At = null);

/// <summary>How a refusal is answered over HTTP: 404, 422, 409, 403.</summary>
public enum RefusalKind
{
    Unknown,
    Meaning,
    State,
    Rule,
}
