namespace Holdfast.Signing.Requests;

/// <summary>How often a header is there.</summary>
public enum Presence
{
    Absent,
    One,
    Several,
}
