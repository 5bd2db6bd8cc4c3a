using Holdfast.Domain.Destinations.Addresses;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

/// <summary>What tests ask of the reader; an unstated tag is "none, on purpose" here.</summary>
internal static class Reading
{
    public static CanonicalAddress Accepted(string network, string address, string? tag = "")
    {
        var reading = AddressReader.Read(network, address, tag);
        Assert.Empty(reading.Mistakes);
        return Assert.IsType<CanonicalAddress>(reading.Address);
    }

    /// <summary>The codes of the mistakes, in order.</summary>
    public static string[] Refused(string network, string address, string? tag = "")
    {
        var reading = AddressReader.Read(network, address, tag);
        Assert.Null(reading.Address);
        Assert.NotEmpty(reading.Mistakes);
        return [.. reading.Mistakes.Select(mistake => mistake.Code)];
    }
}
