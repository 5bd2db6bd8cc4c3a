using System.Globalization;
using System.Text;

namespace Holdfast.Durability.PowerCuts;

/// <summary>
/// Reads what strace wrote with <c>-f -y -xx</c>: calls of several threads, one a line, or cut in two where another
/// thread's came between. A call counts from where it began and has happened where it returned.
/// </summary>
internal static class Trace
{
    public const string Calls = "openat,open,creat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,"
        + "link,linkat,unlink,unlinkat,mkdir,mkdirat,"
        + "writev,pwritev,pwritev2,truncate,fallocate,copy_file_range,sendfile,sync_file_range";

    /// <summary>What a line on standard output begins with: by its number alone the output isn't known.</summary>
    public const string Mark = "it is so: ";

    /// <param name="root">Only what lies below it is read, and what is said on standard output.</param>
    public static IReadOnlyList<Step> Read(IEnumerable<string> lines, string root)
    {
        var steps = new List<Step>();
        var open = new Dictionary<string, (string Text, Call? Call)>(StringComparer.Ordinal);
        var (hexRoot, hexMark) = (Hex(root), $", \"{Hex(Mark)}");
        foreach (var line in lines)
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0) continue;
            var (thread, text) = (line[..blank], line[blank..].TrimStart());
            if (text.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (!open.Remove(thread, out var begun)) continue;
                var rest = text[(text.IndexOf("resumed>", StringComparison.Ordinal) + 8)..];
                if (begun.Call is { } call) steps.Add(new(call, Begins: false, Worked(rest)));
                continue;
            }
            if (!text.Contains(hexRoot, StringComparison.Ordinal) && !text.Contains(hexMark, StringComparison.Ordinal)) continue;
            const string Cut = " <unfinished ...>";
            var cut = text.EndsWith(Cut, StringComparison.Ordinal);
            var read = Parse(cut ? text[..^Cut.Length] : text, root);
            if (read is not null) steps.Add(new(read, Begins: true, Worked: true));
            if (cut) open[thread] = (text, read);
            else if (read is not null) steps.Add(new(read, Begins: false, Worked(text)));
        }
        return steps;
    }

    private static string Hex(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"\\x{b:x2}"));

    /// <summary>A call that was interrupted has `?` for a result and is made anew.</summary>
    private static bool Worked(string text)
    {
        var result = text[(text.LastIndexOf(" = ", StringComparison.Ordinal) + 3)..];
        return char.IsDigit(result[0]);
    }

    private static Call? Parse(string text, string root)
    {
        var name = text[..text.IndexOf('(', StringComparison.Ordinal)];
        var arguments = new Arguments(text[(name.Length + 1)..]);
        switch (name)
        {
            case "openat" or "open" or "creat":
                var path = name == "openat" ? arguments.Take(1) : arguments.Take(0);
                var flags = arguments.Text(name == "openat" ? 2 : 1);
                return !Below(path, root) ? null
                    : flags.Contains("O_TRUNC", StringComparison.Ordinal) || name == "creat" ? new(CallKind.Empty, path, "", 0, [])
                    : flags.Contains("O_CREAT", StringComparison.Ordinal) ? new(CallKind.Create, path, "", 0, [])
                    : null;
            case "write" when !Below(arguments.HandlePath, root):
                return new(CallKind.Say, "", "", 0, arguments.Bytes(1)[Mark.Length..]);
            case "pwrite64":
                return On(CallKind.Write, arguments.Number(3), arguments.Bytes(1));
            case "write":
                return On(CallKind.Write, -1, arguments.Bytes(1));
            case "fsync" or "fdatasync":
                return On(CallKind.Sync, 0, []);
            case "ftruncate":
                return On(CallKind.Truncate, arguments.Number(1), []);
            case "rename" or "link":
                return new(name == "link" ? CallKind.Link : CallKind.Rename, arguments.Take(0), arguments.Take(1), 0, []);
            case "renameat" or "renameat2" or "linkat":
                return new(name == "linkat" ? CallKind.Link : CallKind.Rename, arguments.Take(1), arguments.Take(3), 0, []);
            case "unlink":
                return new(CallKind.Unlink, arguments.Take(0), "", 0, []);
            case "unlinkat":
                return new(CallKind.Unlink, arguments.Take(1), "", 0, []);
            case "mkdir":
                return new(CallKind.Folder, arguments.Take(0), "", 0, []);
            case "mkdirat":
                return new(CallKind.Folder, arguments.Take(1), "", 0, []);
            default:
                throw new FormatException($"`{name}` changes a file in a way that is not followed");
        }

        Call? On(CallKind kind, long offset, byte[] data) =>
            Below(arguments.HandlePath, root) ? new(kind, arguments.HandlePath, "", offset, data) : null;
    }

    private static bool Below(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && !path.EndsWith("-shm", StringComparison.Ordinal);

    /// <summary>The arguments of one line. Texts are in hexadecimal, so that no comma in them parts two.</summary>
    private readonly struct Arguments(string text)
    {
        private readonly string[] _all = text.Split(", ");

        public string HandlePath =>
            Encoding.UTF8.GetString(Unescape(_all[0].AsSpan(_all[0].IndexOf('<', StringComparison.Ordinal) + 1)));

        public string Text(int index) => _all[index];

        public string Take(int index) => Encoding.UTF8.GetString(Bytes(index));

        public byte[] Bytes(int index) => Unescape(_all[index].AsSpan().TrimStart('"'));

        public long Number(int index)
        {
            var digits = _all[index].AsSpan();
            var end = digits.IndexOf(')');
            return long.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
        }

        private static byte[] Unescape(ReadOnlySpan<char> hex)
        {
            var bytes = new List<byte>(hex.Length / 4);
            while (hex.StartsWith("\\x"))
            {
                bytes.Add(byte.Parse(hex.Slice(2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                hex = hex[4..];
            }
            return [.. bytes];
        }
    }
}
