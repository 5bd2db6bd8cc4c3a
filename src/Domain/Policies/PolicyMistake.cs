namespace Holdfast.Domain.Policies;

/// <summary>One thing that is wrong with a policy text.</summary>
/// <param name="At">Where, as a JSON pointer.</param>
/// <param name="Code">Stable; the reference lists them.</param>
public sealed record PolicyMistake(string At, string Code, string Text);
