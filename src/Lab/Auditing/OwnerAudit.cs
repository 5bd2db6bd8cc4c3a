using Holdfast.Domain.Accounts;
using Holdfast.Domain.Json;
using Holdfast.Domain.Time;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Passkeys;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;

namespace Holdfast.Lab.Auditing;

/// <summary>Checks a log: chains, checkpoints, look-ups, that every stored state is the fold of its owner's events, and what passkeys signed.</summary>
public static class OwnerAudit
{
    /// <summary>Prints what was seen; 0 when all is as it was written, 1 when not, 2 when it can't be looked at.</summary>
    /// <param name="held">A file with a checkpoint that was kept; null for none.</param>
    public static int Run(string folder, string? held, TextWriter output)
    {
        LogReport report;
        var approvals = new ApprovalAudit();
        try
        {
            var checkpoint = held is null ? null : Checkpoint.FromJson(File.ReadAllText(held));
            report = LogAudit.Check(folder, checkpoint, Fold, approvals.Judge);
        }
        catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
        {
            output.WriteLine($"can't audit: {e.Message}");
            return 2;
        }
        if (report.Ok)
        {
            output.WriteLine($"ok: {report.Events} events of {report.Owners} owners, {report.Checkpoints} checkpoints, {report.Snapshots} snapshots equal to their fold, {approvals.Checked} approvals by passkeys signed");
            return 0;
        }
        output.WriteLine(report.FirstBadPosition is { } position
            ? $"not as it was written, from position {position} on:"
            : "not as it was written:");
        foreach (var finding in report.Findings)
            output.WriteLine($"  {(finding.Position is { } at ? $"position {at}: " : "")}{finding.What}");
        return 1;
    }

    /// <summary>The state from nothing; null for the installation's stream, which has no snapshots.</summary>
    public static byte[]? Fold(OwnerHistory history)
    {
        if (string.Equals(history.Owner, Installation.Stream, StringComparison.Ordinal)) return null;
        var state = OwnerState.None;
        foreach (var stored in history.Events)
            state = OwnerFold.Apply(state, EventCodec.Read(stored), new Instant(stored.At));
        return DomainJson.Write(state);
    }
}
