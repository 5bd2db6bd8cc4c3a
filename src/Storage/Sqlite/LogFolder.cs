using System.Security.Cryptography;
using Holdfast.Storage.Files;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>The data folder: <c>log.db</c>, <c>lock</c>, <c>keys/kek</c> and <c>keys/checkpoint.pem</c>.</summary>
internal sealed class LogFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Database { get; } = Path.Combine(path, "log.db");

    private string Keys { get; } = Path.Combine(path, "keys");

    private string Kek => Path.Combine(Keys, "kek");

    private string KekBefore => Path.Combine(Keys, "kek.before");

    private string NextKek => Path.Combine(Keys, "kek.next");

    /// <summary>Whether a rotation set a key aside and has not ended.</summary>
    public bool HasKeyBefore => File.Exists(KekBefore);

    public bool HasLog => File.Exists(Database);

    public void Create()
    {
        DurableFolder.Make(path);
        DurableFolder.Make(Keys);
    }

    /// <summary>SQLite gives the files beside the database the database's own mode, so that has to be right first.</summary>
    public void CreateDatabase()
    {
        if (OperatingSystem.IsWindows() || HasLog) return;
        new FileStream(Database, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly })
            .Dispose();
    }

    /// <summary>Makes the names in the folder last.</summary>
    public void Sync() => DurableFolder.Sync(path);

    /// <summary>Held until disposed; a second process gets a clear error instead of a second writer.</summary>
    public FileStream Lock()
    {
        var file = Path.Combine(path, "lock");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            return new FileStream(file, options);
        }
        catch (IOException e)
        {
            throw new LogUnavailableException($"`{path}` is in use by another process", e);
        }
    }

    /// <summary>The key that the log's own keys are sealed with. A key that seals something survives a power cut before that something does.</summary>
    /// <param name="sealedWith">What the log says of it: a rotation that was cut off left two keys, and one of them is it.</param>
    /// <param name="before">What the log says of the one before it, with which some may still be sealed; null for none.</param>
    public KeyWrap KeyEncryptionKey(bool mayCreate, string? sealedWith = null, string? before = null)
    {
        var newest = Newest(mayCreate, sealedWith);
        return before is null ? newest : newest.After(KeyBefore(before));
    }

    /// <summary>Makes the key that a rotation goes to; one that an earlier rotation did not come to use is forgotten.</summary>
    public KeyWrap DraftKeyEncryptionKey()
    {
        File.Delete(NextKek);
        DurableFile.Write(NextKek, RandomNumberGenerator.GetBytes(Sealer.KeySize));
        return ReadKek(NextKek);
    }

    /// <summary>Sets the key aside for as long as a rotation needs it beside the next one.</summary>
    public void KeepKeyEncryptionKey()
    {
        File.Delete(KekBefore);
        DurableFile.Copy(Kek, KekBefore);
    }

    /// <summary>Ends a rotation, also one that was cut off: the key in use is in its place, and none that nothing is sealed with is left.</summary>
    public void SettleKeyEncryptionKey(string sealedWith, string? before = null)
    {
        if (File.Exists(NextKek))
        {
            using (var next = ReadKek(NextKek))
                if (next.Id == sealedWith) File.Move(NextKek, Kek, overwrite: true);
            File.Delete(NextKek);
        }
        if (before is null) File.Delete(KekBefore);
        DurableFolder.Sync(Keys);
    }

    private KeyWrap Newest(bool mayCreate, string? sealedWith)
    {
        if (sealedWith is not null && File.Exists(NextKek))
        {
            var next = ReadKek(NextKek);
            if (next.Id == sealedWith) return next;
            next.Dispose();
        }
        if (!File.Exists(Kek))
        {
            Refuse(Kek, mayCreate);
            DurableFile.Write(Kek, RandomNumberGenerator.GetBytes(Sealer.KeySize));
        }
        return ReadKek(Kek);
    }

    private KeyWrap KeyBefore(string before)
    {
        if (!File.Exists(KekBefore)) throw new LogUnavailableException($"`{KekBefore}` is missing but the log needs it: restore it");
        var key = ReadKek(KekBefore);
        return key.Id == before ? key : throw new LogUnavailableException($"`{KekBefore}` is not the key that this log was sealed with before");
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

    private static KeyWrap ReadKek(string file)
    {
        var kek = File.ReadAllBytes(file);
        return kek.Length == Sealer.KeySize
            ? new KeyWrap(kek)
            : throw new LogUnavailableException($"`{file}` does not hold {Sealer.KeySize} bytes");
    }

    private static void Refuse(string file, bool mayCreate)
    {
        if (!mayCreate) throw new LogUnavailableException($"`{file}` is missing but the log needs it: restore it");
    }
}
