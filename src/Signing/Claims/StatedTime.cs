namespace Holdfast.Signing.Claims;

/// <summary>When a request says that it was signed, and for how long that is good.</summary>
/// <param name="SignedAt">Milliseconds since 1970; 0 where the request states none.</param>
/// <param name="Window">Milliseconds; 0 where the request states none.</param>
/// <param name="IsToken">A token of its own lifetime, which is bounded apart.</param>
/// <param name="IsWindowFree">The window is no part of what is signed: whoever passes the request on may state another.</param>
public readonly record struct StatedTime(long SignedAt, long Window = 0, bool IsToken = false, bool IsWindowFree = false)
{
    /// <summary>The end of the year 9999: nothing later is read, so no sum of times overflows.</summary>
    public const long Last = 253_402_300_799_999;
}
