using System.Text;
using Holdfast.Storage.Index;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>
/// Decides each append against everything admitted before it, durable or queued, one at a time; gives it its positions,
/// seals, chains and queues it. What is refused writes nothing but waits its turn in the same queue, because what it
/// lost against may not be durable yet.
/// </summary>
internal sealed class Admission(Ledger ledger, Owners owners) : IDisposable
{
    private const int KeptCiphers = 8_192;

    private readonly Sealer _sealer = new(KeptCiphers);

    /// <summary>Admits, or says what stands against it. A seen request is named by its key; its answer is on disk.</summary>
    public Admitted Admit(Append append)
    {
        Validate(append);
        lock (ledger.Gate)
        {
            ledger.ThrowIfClosed();
            if (append.Request is { } request && ledger.Find(request.Key) is not null)
                return new(ledger.Barrier(), null, request.Key);
            var head = ledger.HeadOf(append.Owner);
            if ((head?.Version ?? 0) != append.ExpectedVersion || (append.Behind is { } name && head?.Append != name))
                return new(ledger.Barrier(), new AppendResult.VersionConflict(head?.Version ?? 0), null);
            foreach (var claim in append.Claims)
                if (ledger.Find(claim) is not null)
                    return new(ledger.Barrier(), new AppendResult.AlreadyClaimed(claim), null);
            return Record(append, head);
        }
    }

    public void Dispose() => _sealer.Dispose();

    private Admitted Record(Append append, OwnerHead? head)
    {
        var made = head is null ? owners.Make(ledger.Mark.Owner + 1, append.Owner) : null;
        head ??= new OwnerHead(made!.Owner, 0, 0, long.MinValue, OwnerHead.NoHash, 0);
        if (head.Owner.Erased) throw new OwnerErasedException(append.Owner);
        if (append.At < head.At && append.Events.Count > 0)
            throw new ArgumentException($"`{append.At}` is before the owner's last event", nameof(append));

        var mark = ledger.Mark with { Owner = head.Owner.No > ledger.Mark.Owner ? head.Owner.No : ledger.Mark.Owner };
        AppendWork work;
        if (append.Events.Count == 0)
        {
            mark = mark with { Answer = mark.Answer + 1 };
            var answer = Seal(append.Request!, Field.LoneAnswer, head.Owner, mark.Answer, []);
            work = new(made, [], new(mark.Answer, head.Owner.No, answer), mark);
            ledger.Enqueue(work, head, [(answer.Key, Place.Answer(mark.Answer))]);
            return new(work, new AppendResult.Recorded(0, head.Version, head.SnapshotDue), null);
        }
        var first = mark.Position + 1;
        var rows = new EventRow[append.Events.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i] = Row(append, i, head, mark.Position + 1);
            head = head with { Version = row.Version, Position = row.Position, At = row.At, Hash = row.Hash };
            mark = mark with { Position = row.Position, Root = EventRow.RootAfter(mark.Root, row.Hash) };
        }
        work = new(made, rows, null, mark);
        ledger.Enqueue(work, head with { Append = append.Name }, Keys(append, Place.Event(first)));
        return new(work, new AppendResult.Recorded(first, head.Version, head.SnapshotDue), null);
    }

    private EventRow Row(Append append, int index, OwnerHead head, long position)
    {
        var from = append.Events[index];
        var type = Encoding.UTF8.GetBytes(from.Type);
        var version = head.Version + 1;
        var body = _sealer.Seal(head.Owner, Field.Body, version, type, from.Body.Span);
        var request = index == 0 && append.Request is { } asked
            ? Seal(asked, Field.EventAnswer, head.Owner, version, type)
            : null;
        var keys = index == 0 ? EventRow.KeysOf(append.Claims, append.Points) : null;
        var row = new EventRow(
            position, head.Owner.No, Encoding.UTF8.GetBytes(from.Account), version, head.Position, append.At, type, body,
            request, keys);
        row.Hash = row.HashAfter(head.Hash, head.Owner.Id);
        return row;
    }

    private RequestRow Seal(Request request, Field field, Owner owner, long number, byte[] type) =>
        new(request.Key, request.Content, request.Status,
            _sealer.Seal(owner, field, number, type, request.Answer.Span));

    private static IEnumerable<(LogKey, Place)> Keys(Append append, Place place)
    {
        if (append.Request is { } request) yield return (request.Key, place);
        foreach (var key in append.Claims) yield return (key, place);
        foreach (var key in append.Points) yield return (key, place);
    }

    private static void Validate(Append append)
    {
        ArgumentNullException.ThrowIfNull(append);
        if (string.IsNullOrEmpty(append.Owner)) throw new ArgumentException("an append has an owner", nameof(append));
        if (append.Events.Count == 0 && (append.Request is null || append.Claims.Count + append.Points.Count > 0))
            throw new ArgumentException("an append without events has a request and neither claims nor points", nameof(append));
        if (append.Claims.Count > byte.MaxValue || append.Claims.Distinct().Count() != append.Claims.Count)
            throw new ArgumentException("an append has at most 255 claims, each once", nameof(append));
    }
}

/// <summary>Done when the result may be told; a null result means that the request was seen.</summary>
internal readonly record struct Admitted(Work Work, AppendResult? Result, LogKey? Seen);
