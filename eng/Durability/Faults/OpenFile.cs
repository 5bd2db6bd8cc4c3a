namespace Holdfast.Durability.Faults;

/// <summary>A file that SQLite has open, and how its unsynced places looked before.</summary>
internal sealed unsafe class OpenFile(string path, FaultPlan plan, FaultyFiles.Methods* real)
{
    private readonly List<(long Offset, byte[] Old, long Length)> _unsynced = [];

    public FaultyFiles.Methods* Real { get; } = real;

    public int Strike(FileCall call) => plan.Strike(call, path);

    public int Read(nint file, byte* to, int count, long offset) =>
        ((delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)Real->Read)(file, to, count, offset);

    public int Write(nint file, byte* from, int count, long offset) =>
        ((delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)Real->Write)(file, from, count, offset);

    public int Truncate(nint file, long length) => ((delegate* unmanaged[Cdecl]<nint, long, int>)Real->Truncate)(file, length);

    public void Remember(nint file, int count, long offset)
    {
        if (plan.Kind != FaultKind.SyncFails) return;
        var old = new byte[count];
        // a read beyond the end fills up with zeros
        fixed (byte* to = old) _ = Read(file, to, count, offset);
        long length;
        _ = ((delegate* unmanaged[Cdecl]<nint, long*, int>)Real->FileSize)(file, &length);
        _unsynced.Add((offset, old, length));
    }

    public void Forget() => _unsynced.Clear();

    /// <summary>The kernel drops what it could not write, and reads then give what the disk has.</summary>
    public void LoseSome(nint file)
    {
        var all = plan.Random.Next(3) == 0;
        foreach (var (offset, old, length) in Enumerable.Reverse(_unsynced))
        {
            if (!all && plan.Random.Next(2) == 0) continue;
            fixed (byte* from = old) _ = Write(file, from, old.Length, offset);
            if (all && length < offset + old.Length) _ = Truncate(file, length);
        }
        Forget();
    }
}
