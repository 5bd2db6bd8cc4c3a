namespace Holdfast.Consoles.Pages;

/// <param name="Rows">The newest first.</param>
/// <param name="Older">Where what is older is; null where nothing is.</param>
public sealed record ActivityModel(IReadOnlyList<ActivityRow> Rows, string? Older, DateTimeOffset Now);

/// <param name="Reasons">Why it was decided so.</param>
public sealed record ActivityRow(DateTimeOffset At, string Text, IReadOnlyList<string> Reasons, string? Path);
