using Holdfast.Domain.Destinations.Addresses;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

internal delegate AddressReading ReadEntry(string network, string address, string? tag);

internal sealed record AddressEntry(string Network, string Address, string? Tag);

/// <summary>Finds entries for which a reader throws, breaks the shape of its answer, or isn't stable.</summary>
internal static class RoundTripCheck
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Complaint(ReadEntry read, AddressEntry entry)
    {
        try
        {
            var reading = read(entry.Network, entry.Address, entry.Tag);
            if (reading.Address is null == (reading.Mistakes.Count == 0))
                return "neither an address nor a mistake, or both";
            if (reading.Mistakes.Any(mistake => !AddressMistakeCodes.All.Contains(mistake.Code)))
                return "an unknown code";
            return reading.Address is { } canonical ? Instability(read, canonical) : null;
        }
        catch (Exception exception)
        {
            return $"threw {exception.GetType().Name}";
        }
    }

    private static string? Instability(ReadEntry read, CanonicalAddress canonical)
    {
        var again = read(canonical.Network, canonical.Address, canonical.Tag ?? "");
        return again.Address == canonical ? null : $"{canonical} reads as {again.Address}";
    }
}
