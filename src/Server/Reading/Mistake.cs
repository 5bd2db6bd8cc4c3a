namespace Holdfast.Server.Reading;

/// <summary>One mistake in a request.</summary>
/// <param name="Status">400 for the shape, 422 for the meaning.</param>
/// <param name="At">The place in the body, as a JSON pointer.</param>
internal sealed record Mistake(int Status, string Code, string At, string Text);

/// <summary>A body that was read, or all that is wrong with it.</summary>
internal readonly record struct BodyReading<T>(T? Value, IReadOnlyList<Mistake> Mistakes)
    where T : class;
