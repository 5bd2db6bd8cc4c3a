namespace Holdfast.Domain.Labels;

/// <summary>A label in NFC, or null and every mistake in the text.</summary>
public sealed record LabelReading(string? Label, IReadOnlyList<LabelMistake> Mistakes);

/// <summary>Why a text is no label: a stable code, and a sentence whose quotes are safe to show.</summary>
public sealed record LabelMistake(string Code, string Text);
