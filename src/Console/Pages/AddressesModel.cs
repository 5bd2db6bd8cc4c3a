namespace Holdfast.Consoles.Pages;

/// <param name="IsFirstDay">There is no address of his own yet.</param>
/// <param name="Allowance">In words.</param>
public sealed record AddressesModel(IReadOnlyList<AccountAddresses> Accounts, bool IsFirstDay, string Allowance);

public sealed record AccountAddresses(string Account, IReadOnlyList<AddressRow> Rows);

/// <param name="Grouped">The address in groups of four, which people can compare.</param>
/// <param name="Remove">The edit that removes it, as JSON; null while it waits.</param>
public sealed record AddressRow(string Asset, string Network, string Grouped, string? Tag, string Label, string Note, string? Remove);
