namespace Holdfast.Server.Imports;

/// <summary>How far an import is.</summary>
internal sealed class ImportProgress(string digest, WrongLines mistakes) : IDisposable
{
    private long lines, taken, already, wrong;

    public string Digest => digest;

    public WrongLines Mistakes => mistakes;

    public bool IsDone { get; set; }

    public long Lines => Volatile.Read(ref lines);

    public long Taken => Volatile.Read(ref taken);

    public long Already => Volatile.Read(ref already);

    public long Wrong => Volatile.Read(ref wrong);

    public long Next() => Interlocked.Increment(ref lines);

    /// <summary>Counts a line that is decided.</summary>
    public void Count(ImportedAs how) => _ = how switch
    {
        ImportedAs.Taken => Interlocked.Increment(ref taken),
        ImportedAs.Already => Interlocked.Increment(ref already),
        _ => Interlocked.Increment(ref wrong),
    };

    public void Dispose() => mistakes.Dispose();
}

/// <summary>What came of a line.</summary>
internal enum ImportedAs
{
    Taken,

    /// <summary>The same file brought it before.</summary>
    Already,

    Wrong,
}
