using System.Globalization;
using System.Runtime.InteropServices;
using Holdfast.Domain.Time;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;

namespace Holdfast.Server.Doctor;

/// <summary>The system's clock against what the log knows, against its own past, and against the world's.</summary>
internal static partial class ClockCheck
{
    private const string Check = "clock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IEnumerable<Finding> Look(ServerOptions options, bool isRunning)
    {
        if (!isRunning) yield return AgainstMark(options);
        yield return BootClock.Read().Id.Length > 0
            ? Finding.Fine(Check, "the boot is known, so the gap of a restart without a reboot counts")
            : new(Check, FindingLevel.Note, "the boot can't be told here: after every restart two staff members vouch for the gap");
        yield return Kept() switch
        {
            true => Finding.Fine(Check, "the system keeps it by a time server"),
            false => Finding.Warning(
                Check, "the system says that no time server keeps it", "permits and codes end too early or too late when it drifts",
                "run chrony or systemd-timesyncd"),
            null => new(Check, FindingLevel.Note, "whether a time server keeps it can't be told here"),
        };
    }

    private static Finding AgainstMark(ServerOptions options)
    {
        if (MarkOf(options.Data) is not { } mark) return new(Check, FindingLevel.Note, "there is no mark to compare it with yet");
        var clock = new InstallationClock(options.Time, BootClock.Read, mark);
        var system = new Instant(options.Time.GetUtcNow().ToUnixTimeMilliseconds()) + clock.Advanced;
        var early = clock.Sure() - system;
        if (early > Patience)
            return Finding.Warning(
                Check, $"the system's clock is {Words(early)} before what the log knows to have passed",
                "it was set back; what tightens with time reads the log's", "set it right");
        return clock.Behind > TimeSpan.Zero
            ? Finding.Warning(
                Check, $"{Words(clock.Behind)} since the last mark would not count at the next start", "holds would end that much later",
                "nothing, where the machine was off; two staff members vouch for it with the act `clock`")
            : Finding.Fine(Check, "it agrees with the last mark in the log");
    }

    private static string? MarkOf(string folder)
    {
        try
        {
            return LogGlance.At(folder)?.Facts.GetValueOrDefault(InstallationClock.MarkName);
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Words(TimeSpan span) => span < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s")
        : Spans.Format(TimeSpan.FromMinutes(Math.Round(span.TotalMinutes)));

    /// <summary>As the kernel says; null where there is none to ask.</summary>
    private static bool? Kept()
    {
        const int ClockError = 5;
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> timex = stackalloc byte[512];
        timex.Clear();
        var state = Adjtimex(ref MemoryMarshal.GetReference(timex));
        return state < 0 ? null : state != ClockError;
    }

    /// <summary>With modes = 0 it only reads; the structure is 208 bytes on 64-bit Linux.</summary>
    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Adjtimex(ref byte timex);
}
