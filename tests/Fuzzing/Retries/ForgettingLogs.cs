using System.Text;
using Holdfast.Fuzz.Logs;
using Holdfast.Storage;

namespace Holdfast.Fuzzing.Tests.Retries;

/// <summary>Planted bugs: logs under which a retry is not safe.</summary>
internal static class ForgettingLogs
{
    private static int starts;

    public static readonly Dictionary<string, Func<ILog, ILog>> All = new(StringComparer.Ordinal)
    {
        ["forgets rows over a restart"] = log => new ForgetsAtStart(log, Interlocked.Increment(ref starts)),
        ["answers before it is durable"] = log => new AnswersTooSoon(log),
        ["decides anew"] = log => new DecidesAnew(log, each: 1),
        ["now and then records no row"] = log => new DecidesAnew(log, each: 20),
        ["answers a replay with another status"] = log => new AnswersOtherwise(log, r => r with { Status = r.Status == 200 ? 202 : 200 }),
        ["answers a replay with another body"] = log => new AnswersOtherwise(log, r => r with { Answer = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(r.Answer!.Value.Span).Replace("\"", "\"_", StringComparison.Ordinal)) }),
        ["records an event twice"] = log => new RecordsTwice(log),
        ["loses a part of what it records"] = log => new RecordsHalf(log),
    };

    /// <summary>As if the rows were in memory only.</summary>
    private sealed class ForgetsAtStart(ILog log, int start) : PassingLog(log)
    {
        public override StoredRequest? FindRequest(LogKey key) => base.FindRequest(Mine(key));

        public override ValueTask<AppendResult> AppendAsync(Append append) =>
            base.AppendAsync(append.Request is { } row ? append with { Request = row with { Key = Mine(row.Key) } } : append);

        private LogKey Mine(LogKey key) => LogKey.Of("start", start.ToString(), key.ToString());
    }

    /// <summary>Says that it is recorded, and the write is lost.</summary>
    private sealed class AnswersTooSoon(ILog log) : PassingLog(log)
    {
        private int appends;

        public override ValueTask<AppendResult> AppendAsync(Append append) =>
            append is { Request: not null, ExpectedVersion: > 0 } && Interlocked.Increment(ref appends) % 20 == 0
                ? ValueTask.FromResult<AppendResult>(new AppendResult.Recorded(Head, append.ExpectedVersion + append.Events.Count, false))
                : base.AppendAsync(append);
    }

    private sealed class DecidesAnew(ILog log, int each) : PassingLog(log)
    {
        private int appends;

        public override ValueTask<AppendResult> AppendAsync(Append append) =>
            base.AppendAsync(Interlocked.Increment(ref appends) % each == 0 && append.Events.Count > 0 ? append with { Request = null } : append);
    }

    private sealed class AnswersOtherwise(ILog log, Func<StoredRequest, StoredRequest> change) : PassingLog(log)
    {
        public override StoredRequest? FindRequest(LogKey key) => base.FindRequest(key) is { } row ? change(row) : null;
    }

    private sealed class RecordsTwice(ILog log) : PassingLog(log)
    {
        public override ValueTask<AppendResult> AppendAsync(Append append) => base.AppendAsync(
            append.Events is [{ Type: "signalObserved" } signal] ? append with { Events = [signal, signal] } : append);
    }

    private sealed class RecordsHalf(ILog log) : PassingLog(log)
    {
        public override ValueTask<AppendResult> AppendAsync(Append append) => base.AppendAsync(
            append.Events is [{ Type: "signalObserved" }] ? append with { Events = [] } : append);
    }
}
