namespace Holdfast.Durability.PowerCuts;

internal enum CallKind
{
    /// <summary>A file or a folder may have been made by it.</summary>
    Create,
    Empty,
    Write,
    Truncate,
    Sync,
    Rename,
    Link,
    Unlink,
    Folder,

    /// <summary>A line on standard output: somebody knows it from here on.</summary>
    Say,
}

/// <summary>A system call of the traced program, from where it began to where it had returned.</summary>
/// <param name="Path">What it is about; of a rename or link the old name.</param>
/// <param name="Offset">Of a write, or the new length of a truncation.</param>
internal sealed record Call(CallKind Kind, string Path, string To, long Offset, byte[] Data);

/// <summary>A moment of a trace: a call begins, or it returns with what came of it.</summary>
internal readonly record struct Step(Call Call, bool Begins, bool Worked);
