using System.Security.Cryptography;

namespace Holdfast.Server.Hosting;

/// <summary>The files beside the log: keys and first tokens, each readable by its owner alone.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] FirstTokenNames = ["platform-token", "staff-1", "staff-2"];

    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        Make(Root);
        Make(Keys);
        Make(Outbox);
    }

    public string Root { get; }

    public string Outbox => Path.Combine(Root, "outbox");

    private string Keys => Path.Combine(Root, "keys");

    /// <summary>Bytes that may still be written to its disk.</summary>
    public long FreeBytes => new DriveInfo(Root).AvailableFreeSpace;

    /// <summary>The names of the tokens of the first start that nobody took away yet.</summary>
    public IReadOnlyList<string> FirstTokens() => FirstTokensIn(Root);

    /// <summary>The same of a folder that is not opened.</summary>
    public static IReadOnlyList<string> FirstTokensIn(string root) => [.. FirstTokenNames.Where(name => File.Exists(Path.Combine(root, name)))];

    /// <summary>32 random bytes that are made once.</summary>
    public byte[] Key(string name)
    {
        var path = Path.Combine(Keys, name);
        if (!File.Exists(path)) Write(path, RandomNumberGenerator.GetBytes(32));
        var key = File.ReadAllBytes(path);
        return key.Length == 32 ? key : throw new InvalidDataException($"`{path}` does not hold a key of 32 bytes");
    }

    /// <summary>A P-256 key that is made once.</summary>
    public ECDsa SigningKey(string name)
    {
        var path = Path.Combine(Keys, name + ".pem");
        if (!File.Exists(path))
        {
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Write(path, System.Text.Encoding.ASCII.GetBytes(fresh.ExportPkcs8PrivateKeyPem()));
        }
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return key;
    }

    /// <summary>The name of this installation in its permits, made once.</summary>
    public string InstallationId() => "holdfast-" + Convert.ToHexStringLower(Key("installation").AsSpan(0, 8));

    public void WriteToken(string name, string token) =>
        Write(Path.Combine(Root, name), System.Text.Encoding.ASCII.GetBytes(token + "\n"));

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
    }

    /// <summary>Writes the whole file under another name first, so that a crash leaves none or all of it.</summary>
    private static void Write(string path, byte[] content)
    {
        var draft = path + ".draft";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }
}
