namespace Holdfast.Durability.PowerCuts;

/// <summary>A change that was made and not yet synced.</summary>
/// <param name="Name">The name in a folder; null for a change of a file's content.</param>
/// <param name="Node">What the name leads to after it; null where the name is gone.</param>
/// <param name="Offset">Where the data goes; with null data the new length.</param>
internal sealed record Pending(Call Call, string? Name, Node? Node, long Offset, byte[]? Data);

/// <summary>A file or a folder: what is surely on the disk, and what may be.</summary>
internal sealed class Node(bool isFolder)
{
    public bool IsFolder => isFolder;

    public Content Content { get; } = new();

    public Dictionary<string, Node> Names { get; } = new(StringComparer.Ordinal);

    public List<Pending> Pending { get; } = [];

    public void Make(Pending change)
    {
        if (change.Name is null) Content.Make(change);
        else if (change.Node is { } node) Names[change.Name] = node;
        else Names.Remove(change.Name);
    }
}

/// <summary>The bytes of a file.</summary>
internal sealed class Content
{
    private byte[] _bytes = [];

    public Content() { }

    public Content(Content from) => (_bytes, Length) = (from.Bytes.ToArray(), from.Length);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Make(Pending change)
    {
        if (change.Data is { } data) Write((int)change.Offset, data);
        else SetLength((int)change.Offset);
    }

    public void Write(int offset, ReadOnlySpan<byte> data)
    {
        if (offset + data.Length > Length) SetLength(offset + data.Length);
        data.CopyTo(_bytes.AsSpan(offset));
    }

    public void SetLength(int length)
    {
        if (length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(length, 2 * _bytes.Length));
        if (length > Length) _bytes.AsSpan(Length, length - Length).Clear();
        Length = length;
    }
}

/// <summary>
/// What a disk may hold while a program works. A sync makes durable what had been done to that file, or that folder,
/// before it was called: a name in a folder is the folder's, and syncing the file alone does not keep it.
/// </summary>
internal sealed class Disk(string root)
{
    private readonly Dictionary<string, Node> _now = new(StringComparer.Ordinal) { [root] = new Node(isFolder: true) };
    private readonly HashSet<Call> _returned = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Call, (Node Node, Pending[] Covered)> _syncs = new(ReferenceEqualityComparer.Instance);

    public Node Root => _now[root];

    public void Take(Step step)
    {
        if (step.Begins) Begin(step.Call);
        else if (step.Worked) Return(step.Call);
        else Undo(step.Call);
    }

    private void Begin(Call call)
    {
        switch (call.Kind)
        {
            case CallKind.Create when !_now.ContainsKey(call.Path):
                Name(call, call.Path, new Node(isFolder: false));
                break;
            case CallKind.Folder when !_now.ContainsKey(call.Path):
                Name(call, call.Path, new Node(isFolder: true));
                break;
            case CallKind.Empty:
                if (!_now.ContainsKey(call.Path)) Name(call, call.Path, new Node(isFolder: false));
                Change(call, 0, null);
                break;
            case CallKind.Write:
                Change(call, call.Offset, call.Data);
                break;
            case CallKind.Truncate:
                Change(call, call.Offset, null);
                break;
            case CallKind.Link or CallKind.Rename when _now.TryGetValue(call.Path, out var node):
                Name(call, call.To, node);
                if (call.Kind == CallKind.Rename) Name(call, call.Path, null);
                break;
            case CallKind.Unlink when _now.ContainsKey(call.Path):
                Name(call, call.Path, null);
                break;
            case CallKind.Sync when _now.TryGetValue(call.Path, out var synced):
                _syncs[call] = (synced, [.. synced.Pending.Where(p => _returned.Contains(p.Call))]);
                break;
        }
    }

    private void Return(Call call)
    {
        _returned.Add(call);
        if (!_syncs.Remove(call, out var sync)) return;
        foreach (var change in sync.Covered)
        {
            sync.Node.Make(change);
            sync.Node.Pending.Remove(change);
        }
    }

    /// <summary>A call that failed changed nothing, but for what others did to the same name meanwhile.</summary>
    private void Undo(Call call)
    {
        _syncs.Remove(call);
        foreach (var node in _now.Values.ToArray()) node.Pending.RemoveAll(p => ReferenceEquals(p.Call, call));
        if (call.Kind is CallKind.Create or CallKind.Folder or CallKind.Empty && !IsNamed(call.Path)) _now.Remove(call.Path);
    }

    private bool IsNamed(string path)
    {
        var folder = _now[Path.GetDirectoryName(path)!];
        var name = Path.GetFileName(path);
        return folder.Pending.FindLast(p => p.Name == name) is { } last ? last.Node is not null : folder.Names.ContainsKey(name);
    }

    private void Change(Call call, long offset, byte[]? data)
    {
        // a file without a name any more concerns nobody
        if (!_now.TryGetValue(call.Path, out var file)) return;
        if (offset < 0) throw new FormatException($"a write to `{call.Path}` without its place is not followed");
        file.Pending.Add(new(call, null, null, offset, data));
    }

    private void Name(Call call, string path, Node? node)
    {
        _now[Path.GetDirectoryName(path)!].Pending.Add(new(call, Path.GetFileName(path), node, 0, null));
        if (node is null) _now.Remove(path);
        else _now[path] = node;
    }
}
