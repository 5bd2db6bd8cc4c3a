using System.Globalization;
using Holdfast.Domain.Destinations.Addresses;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

/// <summary>HOLDFAST_FUZZ sets how many entries are tried, 200,000 by default.</summary>
public sealed class AddressParsing
{
    private const int Seed = 20_260_901;
    private const int ControlCount = 20_000;

    [Fact]
    public void Never_throws_and_round_trips()
    {
        var count = int.TryParse(
            Environment.GetEnvironmentVariable("HOLDFAST_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var given) ? given : 200_000;
        Assert.Equal([], Complaints(AddressReader.Read, count));
    }

    [Fact]
    public void Is_searched_on_the_accepted_side_of_every_grammar()
    {
        var accepted = Entries(ControlCount)
            .Select(entry => AddressReader.Read(entry.Network, entry.Address, entry.Tag).Address?.Network)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(SampleAddresses.All, sample => Assert.Contains(sample.Network, accepted));
    }

    [Fact]
    public void Is_reported_when_a_canonicaliser_is_not_stable() =>
        Assert.NotEmpty(Complaints(Spoiled(place => place with { Address = place.Address + "1" }), ControlCount));

    [Fact]
    public void Is_reported_when_a_canonicaliser_invents_a_tag() =>
        Assert.NotEmpty(Complaints(Spoiled(place => place with { Tag = place.Tag + "0" }), ControlCount));

    [Fact]
    public void Is_reported_when_a_canonicaliser_changes_its_mind_about_case() => Assert.NotEmpty(Complaints(
        Spoiled(place => place.Network == "BSC" && char.IsAsciiLetterLower(place.Address[^1])
            ? place with { Address = place.Address.ToLowerInvariant() }
            : place with { Address = place.Address.ToUpperInvariant() }),
        ControlCount));

    [Fact]
    public void Is_reported_when_a_parser_throws() => Assert.NotEmpty(Complaints(
        (network, address, tag) => address.Any(char.IsSurrogate)
            ? throw new FormatException()
            : AddressReader.Read(network, address, tag),
        ControlCount));

    [Fact]
    public void Is_reported_when_a_refusal_names_no_mistake() => Assert.NotEmpty(Complaints(
        (network, address, tag) => AddressReader.Read(network, address, tag) with { Mistakes = [] }, ControlCount));

    // the real reader with a planted bug in the canonical form
    private static ReadEntry Spoiled(Func<CanonicalAddress, CanonicalAddress> bug) => (network, address, tag) =>
    {
        var reading = AddressReader.Read(network, address, tag);
        return reading.Address is { } place ? reading with { Address = bug(place) } : reading;
    };

    private static IEnumerable<AddressEntry> Entries(int count)
    {
        var generator = new EntryGenerator(Seed);
        return Enumerable.Range(0, count).Select(_ => generator.Next());
    }

    private static string[] Complaints(ReadEntry read, int count) =>
    [
        .. Entries(count)
            .Select(entry => (Entry: entry, Complaint: RoundTripCheck.Complaint(read, entry)))
            .Where(result => result.Complaint is not null)
            .Select(result => $"{result.Entry}: {result.Complaint}")
            .Take(10),
    ];
}
