using System.Security.Cryptography;
using Holdfast.Storage.Files;

namespace Holdfast.Server.Hosting;

/// <summary>
/// The files beside the log: keys and first tokens, each readable by its owner alone. What was sealed, signed or promised
/// with one must not outlive it, so they are on the disk before anything is answered.
/// </summary>
internal sealed class DataFolder
{
    private static readonly string[] FirstTokenNames = ["platform-token", "staff-1", "staff-2"];

    private readonly SortedSet<string> used = new(StringComparer.Ordinal);

    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        DurableFolder.Make(Root);
        DurableFolder.Make(Keys);
        DurableFolder.Make(Outbox);
    }

    public string Root { get; }

    public string Outbox => Path.Combine(Root, "outbox");

    private string Keys => Path.Combine(Root, "keys");

    /// <summary>The files of the keys that were asked for.</summary>
    public IReadOnlyCollection<string> Used => used;

    /// <summary>Bytes that may still be written to its disk.</summary>
    public long FreeBytes => new DriveInfo(Root).AvailableFreeSpace;

    /// <summary>The names of the tokens of the first start that nobody took away yet.</summary>
    public IReadOnlyList<string> FirstTokens() => FirstTokensIn(Root);

    /// <summary>The same of a folder that is not opened.</summary>
    public static IReadOnlyList<string> FirstTokensIn(string root) => [.. FirstTokenNames.Where(name => File.Exists(Path.Combine(root, name)))];

    /// <summary>32 random bytes that are made once.</summary>
    public byte[] Key(string name)
    {
        var path = KeyPath(name);
        used.Add(name);
        if (!File.Exists(path)) DurableFile.Write(path, RandomNumberGenerator.GetBytes(32));
        var key = File.ReadAllBytes(path);
        return key.Length == 32 ? key : throw new InvalidDataException($"`{path}` does not hold a key of 32 bytes");
    }

    /// <summary>A P-256 key that is made once.</summary>
    public ECDsa SigningKey(string name)
    {
        var path = KeyPath(name + ".pem");
        used.Add(name + ".pem");
        if (!File.Exists(path))
        {
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            DurableFile.Write(path, System.Text.Encoding.ASCII.GetBytes(fresh.ExportPkcs8PrivateKeyPem()));
        }
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return key;
    }

    public string KeyPath(string file) => Path.Combine(Keys, file);

    /// <summary>What a key's file holds; null where there is none.</summary>
    public byte[]? KeyFile(string file) => File.Exists(KeyPath(file)) ? File.ReadAllBytes(KeyPath(file)) : null;

    /// <summary>The name of this installation in its permits, made once.</summary>
    public string InstallationId() => "holdfast-" + Convert.ToHexStringLower(Key("installation").AsSpan(0, 8));

    public void WriteToken(string name, string token) =>
        DurableFile.Write(Path.Combine(Root, name), System.Text.Encoding.ASCII.GetBytes(token + "\n"));
}
