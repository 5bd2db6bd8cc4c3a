using Holdfast.Domain.Reviews;

namespace Holdfast.Server.Reviews;

/// <summary>What a review found, in words.</summary>
internal static class ReviewWords
{
    public static string Of(QuietLoss loss) => loss.Bound switch
    {
        Bound.Powerless => "This key can't move anything.",
        Bound.Told => "Every withdrawal is told at once. Orders can lose what may leave without asking.",
        Bound.Limited => "Small withdrawals are not told. Your limits stop them here.",
        Bound.Unlimited => "Nothing stops it. A limit, or an alert for every withdrawal, would.",
        _ => throw new ArgumentOutOfRangeException(nameof(loss)),
    };

    public static string Of(Spare why) => why switch
    {
        Spare.KeyUnused => "This key was not used for 90 days.",
        Spare.PermissionUnused => "It did not need this for 90 days.",
        Spare.SourceUnused => "It was not used from there for 90 days.",
        Spare.SourceMissing => "It may be used from anywhere. These are the places that it was used from.",
        Spare.NeverExpires => "It never expires.",
        Spare.NoLimit => "Nothing limits what may leave of this asset. This is twice the most that left in a day.",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };
}
