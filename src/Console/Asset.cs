using System.Security.Cryptography;

namespace Holdfast.Consoles;

/// <summary>A file that pages load. Its path holds its hash, so browsers keep it for good and never a stale one.</summary>
public sealed class Asset
{
    private Asset(string name, string contentType)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream("Holdfast.Consoles." + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        (Name, ContentType, Bytes) = (name, contentType, bytes);
        Path = $"/console/assets/{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}/{name}";
    }

    public static Asset Style { get; } = new("console.css", "text/css; charset=utf-8");

    public static Asset Script { get; } = new("console.js", "text/javascript; charset=utf-8");

    public string Name { get; }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public string Path { get; }

    public static Asset? Find(string path) => Array.Find([Style, Script], a => a.Path == path);
}
