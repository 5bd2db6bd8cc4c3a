namespace Holdfast.Domain.Destinations;

/// <summary>Where value may go, in force since an age of the owner's ordinary clock. All four parts must be equal to match.</summary>
public sealed record Destination(string Asset, string Network, string Address, string? Tag, string Label, long Since)
{
    public bool Is(string asset, string network, string address, string? tag) =>
        string.Equals(Address, address, StringComparison.Ordinal) && string.Equals(Tag, tag, StringComparison.Ordinal)
        && string.Equals(Asset, asset, StringComparison.Ordinal)
        && string.Equals(Network, network, StringComparison.Ordinal);
}
