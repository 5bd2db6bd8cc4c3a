namespace Holdfast.Signing.Claims;

/// <summary>Which parts of a request a signature holds fast; some schemes of exchanges leave parts open.</summary>
[Flags]
public enum Coverage
{
    None = 0,
    Method = 1,
    Path = 2,
    Query = 4,
    Body = 8,
    Host = 16,
    MethodPathQueryBody = Method | Path | Query | Body,
}
