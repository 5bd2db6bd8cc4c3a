using Holdfast.Domain.Keys;

namespace Holdfast.Server.Gate.Activity;

/// <summary>
/// Networks by kind, such as `vpn` or `tor`, looked up by the longest prefix. The networks of all lists are cut into stretches that do
/// not overlap, so that one search among sorted numbers finds the innermost.
/// </summary>
internal sealed class NetworkTable
{
    public static readonly NetworkTable Empty = new([]);

    private readonly UInt128[] from;
    private readonly string?[] kinds;

    private NetworkTable(List<(UInt128 From, string? Kind)> stretches) =>
        (from, kinds) = ([.. stretches.Select(s => s.From)], [.. stretches.Select(s => s.Kind)]);

    public int Count => from.Length;

    /// <summary>A network or an address a line, `#` before a remark; null where a line is neither, and all of these are named, up to 100.</summary>
    public static NetworkTable? Read(IEnumerable<(string Kind, string Name, string Text)> lists, List<string> mistakes)
    {
        var (before, more, networks) = (mistakes.Count, 0, new List<(Source Network, string Kind)>());
        foreach (var (kind, name, text) in lists)
        {
            var number = 0;
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                number++;
                var remark = line.IndexOf('#');
                var words = (remark < 0 ? line : line[..remark]).Trim();
                if (words.IsEmpty) continue;
                if (Source.TryParse(words.ToString(), out var network)) networks.Add((network, kind));
                else if (mistakes.Count - before < 100) mistakes.Add($"{name}, line {number}: `{Shown(words)}` is no network and no address");
                else more++;
            }
        }
        if (more > 0) mistakes.Add($"… and {more} lines more");
        return mistakes.Count > before ? null : new NetworkTable(Cut(networks));
    }

    /// <summary>Null where it is in none. Allocates nothing.</summary>
    public string? Find(Ip ip)
    {
        var index = Array.BinarySearch(from, ip.Number);
        if (index < 0) index = ~index - 1;
        return index < 0 ? null : kinds[index];
    }

    /// <summary>Outer networks before those in them, so that a stack knows what goes on where an inner one ends.</summary>
    private static List<(UInt128 From, string? Kind)> Cut(List<(Source Network, string Kind)> networks)
    {
        networks.Sort((a, b) => a.Network.First != b.Network.First ? a.Network.First.CompareTo(b.Network.First)
            : a.Network.PrefixLength.CompareTo(b.Network.PrefixLength));
        var (stretches, open) = (new List<(UInt128, string?)>(), new Stack<(UInt128 Last, string Kind)>());
        foreach (var (network, kind) in networks)
        {
            Close(network.First);
            Add(network.First, kind);
            open.Push((network.Last, kind));
        }
        Close(null);
        return stretches;

        // networks nest or are apart, so whatever is open and ends before the next one begins is over
        void Close(UInt128? next)
        {
            while (open.TryPeek(out var top) && (next is null || top.Last < next))
            {
                open.Pop();
                if (top.Last != UInt128.MaxValue && !(open.TryPeek(out var outer) && outer.Last == top.Last))
                    Add(top.Last + 1, open.TryPeek(out var around) ? around.Kind : null);
            }
        }

        void Add(UInt128 at, string? kind)
        {
            if (stretches.Count > 0 && stretches[^1].Item1 == at) stretches[^1] = (at, kind);
            else stretches.Add((at, kind));
        }
    }

    private static string Shown(ReadOnlySpan<char> text) => Domain.Labels.SafeText.Escape(text[..Math.Min(text.Length, 60)].ToString());
}
