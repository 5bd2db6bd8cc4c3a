namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>What came of reading an address: the canonical address, or at least one mistake, never both.</summary>
public sealed record AddressReading(CanonicalAddress? Address, IReadOnlyList<AddressMistake> Mistakes);
