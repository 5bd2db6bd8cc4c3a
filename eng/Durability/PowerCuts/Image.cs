namespace Holdfast.Durability.PowerCuts;

/// <summary>Which of the unsynced changes a cut leaves.</summary>
internal enum Leaves
{
    /// <summary>What was synced, and nothing else.</summary>
    Synced,

    /// <summary>All: as a kill of the program alone would.</summary>
    All,

    /// <summary>All up to a moment, as a disk that keeps the order.</summary>
    Prefix,

    /// <summary>Some, in the order in which they were made.</summary>
    Some,

    /// <summary>Some, in any order, torn into sectors, over leftovers of other files.</summary>
    Torn,
}

/// <summary>What stands on the disk when the power comes back.</summary>
internal sealed class Image
{
    private const int Sector = 512;

    private readonly Dictionary<Node, Content> _done = [];
    private readonly Random _random;
    private readonly Leaves _leaves;
    private readonly double _share;

    private Image(Leaves leaves, Random random)
    {
        (_leaves, _random) = (leaves, random);
        _share = random.Next(4) switch { 0 => 0.05, 1 => 0.5, 2 => 0.95, _ => random.NextDouble() };
    }

    public SortedDictionary<string, Content> Files { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Folders { get; } = new(StringComparer.Ordinal);

    public static Image After(Disk disk, Leaves leaves, Random random)
    {
        var image = new Image(leaves, random);
        image.Add(disk.Root, "");
        return image;
    }

    private void Add(Node folder, string path)
    {
        var names = new Dictionary<string, Node>(folder.Names, StringComparer.Ordinal);
        foreach (var change in Left(folder))
            if (change.Node is { } node) names[change.Name!] = node;
            else names.Remove(change.Name!);
        foreach (var (name, node) in names)
        {
            var below = path.Length == 0 ? name : $"{path}/{name}";
            if (node.IsFolder)
            {
                Folders.Add(below);
                Add(node, below);
            }
            else Files[below] = ContentOf(node);
        }
    }

    private Content ContentOf(Node file)
    {
        if (_done.TryGetValue(file, out var done)) return done;
        var content = new Content(file.Content);
        foreach (var change in Left(file))
            if (_leaves == Leaves.Torn && change.Data is { } data) Tear(content, (int)change.Offset, data);
            else content.Make(change);
        return _done[file] = content;
    }

    private Pending[] Left(Node node)
    {
        var pending = node.Pending;
        switch (_leaves)
        {
            case Leaves.Synced:
                return [];
            case Leaves.All:
                return [.. pending];
            case Leaves.Prefix:
                return [.. pending.Take(_random.Next(pending.Count + 1))];
            default:
                // what one call did to names is on the disk as a whole or not at all
                Pending[] left = [.. pending.GroupBy(p => p.Call, ReferenceEqualityComparer.Instance)
                    .Where(_ => _random.NextDouble() < _share).SelectMany(g => g)];
                if (_leaves == Leaves.Torn && !node.IsFolder) _random.Shuffle(left);
                return left;
        }
    }

    /// <summary>Each sector is the new one, or the old one; where there was none, zeros or what another file left there.</summary>
    private void Tear(Content content, int offset, ReadOnlySpan<byte> data)
    {
        var (before, whole) = (content.Length, _random.Next(2) == 0);
        Span<byte> stale = stackalloc byte[Sector];
        for (var at = 0; at < data.Length;)
        {
            var size = Math.Min(Sector - (offset + at) % Sector, data.Length - at);
            if (whole || _random.NextDouble() < _share) content.Write(offset + at, data.Slice(at, size));
            else if (offset + at >= before && _random.Next(4) == 0)
            {
                _random.NextBytes(stale);
                content.Write(offset + at, stale[..size]);
            }
            at += size;
        }
    }
}
