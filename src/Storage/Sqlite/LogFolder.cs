using System.Security.Cryptography;
using Holdfast.Storage.Files;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>The data folder: <c>log.db</c>, <c>lock</c>, <c>keys/kek</c> and <c>keys/checkpoint.pem</c>.</summary>
internal sealed class LogFolder(string path)
{
    public string Database { get; } = Path.Combine(path, "log.db");

    private string Keys { get; } = Path.Combine(path, "keys");

    public bool HasLog => File.Exists(Database);

    public void Create()
    {
        DurableFolder.Make(path);
        DurableFolder.Make(Keys);
    }

    /// <summary>Makes the names in the folder last.</summary>
    public void Sync() => DurableFolder.Sync(path);

    /// <summary>Held until disposed; a second process gets a clear error instead of a second writer.</summary>
    public FileStream Lock()
    {
        var file = Path.Combine(path, "lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new LogUnavailableException($"`{path}` is in use by another process", e);
        }
    }

    /// <summary>A key that seals something survives a power cut before that something does.</summary>
    public KeyWrap KeyEncryptionKey(bool mayCreate)
    {
        var file = Path.Combine(Keys, "kek");
        if (!File.Exists(file))
        {
            Refuse(file, mayCreate);
            DurableFile.Write(file, RandomNumberGenerator.GetBytes(Sealer.KeySize));
        }
        var kek = File.ReadAllBytes(file);
        return kek.Length == Sealer.KeySize
            ? new KeyWrap(kek)
            : throw new LogUnavailableException($"`{file}` does not hold {Sealer.KeySize} bytes");
    }

    public ECDsa CheckpointKey(bool mayCreate)
    {
        var file = Path.Combine(Keys, "checkpoint.pem");
        if (!File.Exists(file))
        {
            Refuse(file, mayCreate);
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            DurableFile.Write(file, System.Text.Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        }
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new LogUnavailableException($"`{file}` holds no P-256 private key", e);
        }
    }

    private static void Refuse(string file, bool mayCreate)
    {
        if (!mayCreate) throw new LogUnavailableException($"`{file}` is missing but the log needs it: restore it");
    }
}
