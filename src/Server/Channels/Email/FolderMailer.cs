using MimeKit;

namespace Holdfast.Server.Channels.Email;

/// <summary>A sandbox's mail: `.eml` files in the data folder, each whole or not there.</summary>
internal sealed class FolderMailer(string folder) : IMailer
{
    public async Task<Attempt> SendAsync(MimeMessage mail, CancellationToken stop)
    {
        var path = Path.Combine(folder, NameOf(mail.MessageId) + ".eml");
        if (!File.Exists(path))
        {
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
        return new Attempt.Taken("written");
    }

    public void Dispose()
    {
        // nothing is held open
    }

    /// <summary>`a_12.0@…` becomes `000000000012.0`, so that files lie in the order of what they are about.</summary>
    private static string NameOf(string id)
    {
        var local = id[..id.LastIndexOf('@')].Split('_')[^1].Split('.');
        return string.Join('.', local.Prepend(local[0].PadLeft(12, '0')).Where((_, i) => i != 1));
    }
}
