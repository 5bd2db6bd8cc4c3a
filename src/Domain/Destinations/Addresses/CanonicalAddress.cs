namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>
/// One place on a network, in the only spelling that Holdfast stores and compares: two of these are equal exactly
/// when value sent to them arrives at the same place, as far as the network's own rules tell.
/// </summary>
/// <param name="Network">The catalog's upper-case name, or the given name in upper case if it is not listed.</param>
/// <param name="Address">The place without its tag.</param>
/// <param name="Tag">Destination tag, memo or comment; null if there is none.</param>
/// <param name="Checked">
/// True if the network's grammar is known and holds, with its checksum where it has one: Solana has none, and EVM has
/// one only in mixed case. False for opaque text, of which another spelling of the same place may exist.
/// </param>
public sealed record CanonicalAddress(string Network, string Address, string? Tag, bool Checked);
