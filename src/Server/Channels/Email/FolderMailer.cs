using MimeKit;

namespace Holdfast.Server.Channels.Email;

/// <summary>A sandbox's mail: `.eml` files in the data folder, each whole or not there.</summary>
internal sealed class FolderMailer(string folder) : IMailer
{
    public async Task<Attempt> SendAsync(MimeMessage mail, CancellationToken stop)
    {
        try
        {
            await WriteAsync(mail, Path.Combine(folder, NameOf(mail.MessageId!) + ".eml"), stop);
            return new Attempt.Taken("written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Attempt.Later("the folder of letters can't be written");
        }
    }

    public void Dispose()
    {
        // nothing is held open
    }

    private static async Task WriteAsync(MimeMessage mail, string path, CancellationToken stop)
    {
        if (File.Exists(path)) return;
        var draft = path + ".draft";
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            var form = FormatOptions.Default.Clone();
            form.NewLineFormat = NewLineFormat.Dos;
            await mail.WriteToAsync(form, file, stop);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>`a_12.0@…` becomes `000000000012.0`, so that files lie in the order of what they are about.</summary>
    private static string NameOf(string id)
    {
        var local = id[..id.LastIndexOf('@')].Split('_')[^1].Split('.');
        return string.Join('.', local.Prepend(local[0].PadLeft(12, '0')).Where((_, i) => i != 1));
    }
}
