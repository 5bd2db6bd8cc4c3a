using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Durability.Faults;

/// <summary>
/// Stands between SQLite and its files (sqlite.org/vfs.html): every connection of the process that opens a file in a
/// folder with a plan has its calls failed by that plan. The program under test knows nothing of it.
/// </summary>
internal static unsafe partial class FaultyFiles
{
    private static readonly ConcurrentDictionary<string, FaultPlan> Plans = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Tables = new();
    private static readonly Vfs* Real = Install();

    public static void Plan(string folder, FaultPlan plan)
    {
        if (Real is null) throw new InvalidOperationException("SQLite has no files to stand before");
        Plans[folder] = plan;
    }

    public static void Forget(string folder) => Plans.TryRemove(folder, out _);

    private static Vfs* Install()
    {
        SQLitePCL.Batteries_V2.Init();
        var real = (Vfs*)Native.Find(0);
        var ours = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *ours = *real;
        ours->Next = 0;
        ours->Name = Marshal.StringToCoTaskMemUTF8("faulty");
        ours->Open = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int>)&Open;
        ours->Delete = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, int>)&Delete;
        if (Native.Register((nint)ours, 1) != 0) throw new InvalidOperationException("SQLite does not take other files");
        return real;
    }

    /// <summary>SQLite's own table of calls with those replaced that can fail here.</summary>
    private static nint TableFor(nint real) => Tables.GetOrAdd(real, static real =>
    {
        var ours = (Methods*)NativeMemory.AllocZeroed((nuint)sizeof(Methods));
        *ours = *(Methods*)real;
        ours->Close = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Close;
        ours->Read = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)&Read;
        ours->Write = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)&Write;
        ours->Truncate = (nint)(delegate* unmanaged[Cdecl]<nint, long, int>)&Truncate;
        ours->Sync = (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&Sync;
        if (ours->ShmMap != 0) ours->ShmMap = (nint)(delegate* unmanaged[Cdecl]<nint, int, int, int, nint, int>)&ShmMap;
        return (nint)ours;
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(nint vfs, byte* name, nint file, int flags, int* given)
    {
        var path = Marshal.PtrToStringUTF8((nint)name);
        // the log's own: what is derived from it may fail otherwise, and be made anew
        var isLog = path is not null && Path.GetFileName(path).StartsWith("log.db", StringComparison.Ordinal);
        var plan = isLog && Path.GetDirectoryName(path) is { } folder ? Plans.GetValueOrDefault(folder) : null;
        if (plan is not null && !File.Exists(path) && plan.Strike(FileCall.Open, path!) is not 0 and var code)
        {
            *(nint*)file = 0;
            return code;
        }
        var opened = ((delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int>)Real->Open)(vfs, name, file, flags, given);
        if (opened != 0 || plan is null) return opened;
        var real = *(nint*)file;
        Files[file] = new OpenFile(path!, plan, (Methods*)real);
        *(nint*)file = TableFor(real);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(nint vfs, byte* name, int syncFolder)
    {
        var path = Marshal.PtrToStringUTF8((nint)name)!;
        var isLog = Path.GetFileName(path).StartsWith("log.db", StringComparison.Ordinal);
        var code = isLog && Plans.TryGetValue(Path.GetDirectoryName(path)!, out var plan) && File.Exists(path) ? plan.Strike(FileCall.Delete, path) : 0;
        return code != 0 ? code : ((delegate* unmanaged[Cdecl]<nint, byte*, int, int>)Real->Delete)(vfs, name, syncFolder);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint file)
    {
        Files.TryRemove(file, out var opened);
        return ((delegate* unmanaged[Cdecl]<nint, int>)opened!.Real->Close)(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint file, byte* to, int count, long offset)
    {
        var opened = Files[file];
        return opened.Strike(FileCall.Read) is not 0 and var code ? code : opened.Read(file, to, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint file, byte* from, int count, long offset)
    {
        var opened = Files[file];
        opened.Remember(file, count, offset);
        var code = opened.Strike(FileCall.Write);
        if (code == 0) return opened.Write(file, from, count, offset);
        // a write that fails may have come half way
        opened.Write(file, from, count / 2, offset);
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint file, long length)
    {
        var opened = Files[file];
        return opened.Strike(FileCall.Truncate) is not 0 and var code ? code : opened.Truncate(file, length);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint file, int flags)
    {
        var opened = Files[file];
        if (opened.Strike(FileCall.Sync) is not 0 and var code)
        {
            opened.LoseSome(file);
            return code;
        }
        opened.Forget();
        return ((delegate* unmanaged[Cdecl]<nint, int, int>)opened.Real->Sync)(file, flags);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmMap(nint file, int page, int size, int extend, nint mapped)
    {
        var opened = Files[file];
        if (extend != 0 && opened.Strike(FileCall.Share) is not 0 and var code) return code;
        return ((delegate* unmanaged[Cdecl]<nint, int, int, int, nint, int>)opened.Real->ShmMap)(file, page, size, extend, mapped);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version, Size, MostPath, Padding;
        public nint Next, Name, Data, Open, Delete, Access, FullPath, DlOpen, DlError, DlSym, DlClose, Randomness, Sleep, Time, LastError,
            TimeInt64, SetSystemCall, GetSystemCall, NextSystemCall;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Methods
    {
        public int Version, Padding;
        public nint Close, Read, Write, Truncate, Sync, FileSize, Lock, Unlock, CheckReservedLock, FileControl, SectorSize, Characteristics,
            ShmMap, ShmLock, ShmBarrier, ShmUnmap, Fetch, Unfetch;
    }

    private static partial class Native
    {
        [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        internal static partial nint Find(nint name);

        [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        internal static partial int Register(nint vfs, int isDefault);
    }
}
