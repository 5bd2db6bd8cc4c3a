using System.Text;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Auditing;

/// <summary>Judges events of some types by what they say.</summary>
/// <param name="Fault">What is wrong with one, given those before it; null for nothing. Called in the order of the log.</param>
public sealed record EventJudge(IReadOnlySet<string> Types, Func<StoredEvent, string?> Fault);

/// <summary>Reads the events that a judge is for, whoever's they are; erased ones are passed over.</summary>
internal sealed class EventCheck(AuditReader reader, Findings findings)
{
    public void Run(EventJudge judge)
    {
        using var rows = reader.Database.Prepare($"SELECT {AuditReader.EventColumns} FROM event ORDER BY position");
        while (rows.Step())
        {
            var row = AuditReader.Row(rows);
            var type = Encoding.UTF8.GetString(row.Type);
            if (!judge.Types.Contains(type) || !reader.Owners.TryGetValue(row.Owner, out var owner)) continue;
            try
            {
                if (reader.Sealer.Open(owner, Field.Body, row.Version, row.Type, row.Body) is { } body
                    && judge.Fault(new(row.Position, owner.Id, Encoding.UTF8.GetString(row.Account), row.Version, row.At, type, body)) is { } fault)
                    findings.Add(row.Position, fault);
            }
            catch (LogDamagedException)
            {
                // the chain says so
            }
        }
    }
}
