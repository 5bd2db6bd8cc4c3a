using Holdfast.Storage.Index;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Auditing;

/// <summary>Answers without events: in sequence, each request once, each openable.</summary>
internal sealed class AnswerCheck(AuditReader reader, Findings findings)
{
    public void Run(Dictionary<LogKey, Place> index)
    {
        using var rows = reader.Database.Prepare("SELECT id, owner, request_key, answer FROM answer ORDER BY id");
        for (long expected = 1; rows.Step(); expected++)
        {
            var id = rows.Int(0);
            if (id != expected) findings.Add(null, $"answer {expected} is missing");
            expected = id;
            if (!index.TryAdd(LogKey.Read(rows.Blob(2)), Place.Answer(id)))
                findings.Add(null, $"answer {id} is to a request that was answered before");
            if (!reader.Owners.TryGetValue((int)rows.Int(1), out var owner))
            {
                findings.Add(null, $"answer {id} is of an owner that is missing");
                continue;
            }
            try
            {
                reader.Sealer.Open(owner, Field.LoneAnswer, id, [], rows.Blob(3));
            }
            catch (LogDamagedException e)
            {
                findings.Add(null, e.Message);
            }
        }
    }
}
