namespace Holdfast.Server.Announcements;

/// <summary>Letters as `.eml` files in the data folder, each whole or not there.</summary>
internal sealed class Outbox(string folder)
{
    /// <summary>Writes a letter; the same letter again does nothing.</summary>
    public void Write(string name, byte[] letter)
    {
        var path = Path.Combine(folder, name + ".eml");
        if (File.Exists(path)) return;
        var draft = path + ".draft";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(letter);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>A channel's id as a part of a file name.</summary>
    public static string Safe(string id) =>
        string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
}
