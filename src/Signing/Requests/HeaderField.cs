namespace Holdfast.Signing.Requests;

/// <summary>Where one header's name and value stand in the buffer of their request.</summary>
public readonly record struct HeaderField(int NameAt, int NameLength, int ValueAt, int ValueLength);
