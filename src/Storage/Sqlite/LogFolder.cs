using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>The data folder: <c>log.db</c>, <c>lock</c>, <c>keys/kek</c> and <c>keys/checkpoint.pem</c>.</summary>
internal sealed class LogFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Database { get; } = Path.Combine(path, "log.db");

    private string Keys { get; } = Path.Combine(path, "keys");

    private string Kek => Path.Combine(Keys, "kek");

    private string NextKek => Path.Combine(Keys, "kek.next");

    public bool HasLog => File.Exists(Database);

    public void Create()
    {
        MakeDirectory(path);
        MakeDirectory(Keys);
    }

    /// <summary>SQLite gives the files beside the database the database's own mode, so that has to be right first.</summary>
    public void CreateDatabase()
    {
        if (OperatingSystem.IsWindows() || HasLog) return;
        new FileStream(Database, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly })
            .Dispose();
    }

    /// <summary>Makes the names in the folder last.</summary>
    public void Sync() => Sync(path);

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

    /// <summary>The key that the log's own keys are sealed with.</summary>
    /// <param name="sealedWith">What the log says of it: a rotation that was cut off left two keys, and one of them is it.</param>
    public KeyWrap KeyEncryptionKey(bool mayCreate, string? sealedWith = null)
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
            WriteOnce(Kek, RandomNumberGenerator.GetBytes(Sealer.KeySize));
        }
        return ReadKek(Kek);
    }

    /// <summary>Makes the key that a rotation goes to; one that an earlier rotation did not come to use is forgotten.</summary>
    public KeyWrap DraftKeyEncryptionKey()
    {
        File.Delete(NextKek);
        WriteOnce(NextKek, RandomNumberGenerator.GetBytes(Sealer.KeySize));
        return ReadKek(NextKek);
    }

    /// <summary>Ends a rotation, also one that was cut off: the key in use is in its place, and no other is left.</summary>
    public void SettleKeyEncryptionKey(string sealedWith)
    {
        if (!File.Exists(NextKek)) return;
        using (var next = ReadKek(NextKek))
            if (next.Id == sealedWith) File.Move(NextKek, Kek, overwrite: true);
        File.Delete(NextKek);
        Sync(Keys);
    }

    public ECDsa CheckpointKey(bool mayCreate)
    {
        var file = Path.Combine(Keys, "checkpoint.pem");
        if (!File.Exists(file))
        {
            Refuse(file, mayCreate);
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            WriteOnce(file, System.Text.Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
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

    private static void MakeDirectory(string directory)
    {
        if (Directory.Exists(directory)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        Sync(Path.GetDirectoryName(Path.GetFullPath(directory)));
    }

    /// <summary>A key that seals something must survive a power cut before that something does.</summary>
    private static void WriteOnce(string file, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(file + ".new", options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(file + ".new", file);
        Sync(Path.GetDirectoryName(file));
    }

    private static void Sync(string? directory)
    {
        if (OperatingSystem.IsWindows() || directory is null) return;
        var handle = NativeMethods.Open(directory, 0);
        if (handle < 0) throw new LogUnavailableException($"`{directory}` can't be opened");
        var code = NativeMethods.Fsync(handle);
        _ = NativeMethods.Close(handle);
        if (code != 0) throw new LogUnavailableException($"`{directory}` can't be synced");
    }
}

/// <summary>.NET has no call that syncs a directory.</summary>
internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Close(int handle);
}
