namespace Holdfast.Signing.Claims;

/// <summary>What a signature needs from outside.</summary>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Window">Milliseconds; 0 leaves it unstated where a scheme allows that.</param>
/// <param name="Nonce">For the schemes that have one.</param>
public readonly record struct Stamp(long At, long Window = 0, string Nonce = "");
