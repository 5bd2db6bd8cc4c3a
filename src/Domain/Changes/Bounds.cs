namespace Holdfast.Domain.Changes;

/// <summary>The most of each thing that an account or owner has (DESIGN 5.1).</summary>
public static class Bounds
{
    public const int Keys = 50, KeyIdsEver = 1000, Sources = 30, Destinations = 500, Channels = 5;

    public const int Limits = 32, Factors = 10, Guardians = 5, EditsInAChange = 64, Accounts = 100;
}
