namespace Holdfast.Durability.PowerCuts;

/// <summary>A folder that is made to look like one image after the other, in memory where there is a memory disk.</summary>
internal sealed class ImageFolder : IDisposable
{
    private readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "holdfast-image-" + Guid.NewGuid().ToString("n"))).FullName;

    public string Data => Path.Combine(_root, "data");

    public void Show(Image image)
    {
        foreach (var file in Directory.GetFiles(_root, "*", SearchOption.AllDirectories))
            if (!image.Files.ContainsKey(Path.GetRelativePath(_root, file))) File.Delete(file);
        foreach (var folder in Directory.GetDirectories(_root, "*", SearchOption.AllDirectories).OrderByDescending(f => f.Length))
            if (!image.Folders.Contains(Path.GetRelativePath(_root, folder))) Directory.Delete(folder);
        foreach (var folder in image.Folders) Directory.CreateDirectory(Path.Combine(_root, folder));
        foreach (var (name, content) in image.Files)
        {
            using var file = new FileStream(Path.Combine(_root, name), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.SetLength(content.Length);
            file.Write(content.Bytes);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
