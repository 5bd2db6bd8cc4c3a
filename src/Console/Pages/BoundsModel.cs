namespace Holdfast.Consoles.Pages;

/// <param name="Allowance">In words.</param>
/// <param name="Challenge">In words.</param>
public sealed record BoundsModel(
    string Account, IReadOnlyList<LimitRow> Limits, string Allowance, string Challenge, string Currency, IReadOnlyList<HoldRow> Holds);

/// <param name="Remove">The edit that removes it, as JSON; null while it waits.</param>
public sealed record LimitRow(string Text, string Note, string? Remove);

/// <param name="Name">The element, in the contract's word.</param>
public sealed record HoldRow(string Name, string Text);
