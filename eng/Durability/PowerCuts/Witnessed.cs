using System.Globalization;
using System.Text;
using Holdfast.Storage;

namespace Holdfast.Durability.PowerCuts;

/// <summary>
/// What a traced writer says on standard output, a line at once: <c>did N</c> for an acknowledged deed, <c>saw JSON</c>
/// for a checkpoint, <c>file NAME SHA-256</c> for a file that somebody relies on, <c>opened ACCOUNT</c>.
/// </summary>
internal sealed class Witnessed
{
    private readonly HashSet<int> _deeds = [];
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    public IReadOnlySet<int> Deeds => _deeds;

    public IReadOnlySet<string> Accounts => _accounts;

    public Checkpoint? Seen { get; private set; }

    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>True when somebody knows more by it.</summary>
    public bool Hear(Call said)
    {
        var news = false;
        foreach (var line in Encoding.UTF8.GetString(said.Data).Split('\n'))
        {
            switch (line.Split(' ', 3))
            {
                case ["did", var no]:
                    news |= _deeds.Add(int.Parse(no, CultureInfo.InvariantCulture));
                    break;
                case ["saw", ..]:
                    (Seen, news) = (Checkpoint.FromJson(line[4..]), true);
                    break;
                case ["opened", var account]:
                    news |= _accounts.Add(account);
                    break;
                case ["file", var hash, var name]:
                    (_files[name], news) = (hash, true);
                    break;
            }
        }
        return news;
    }
}
