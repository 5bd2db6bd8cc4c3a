using System.Diagnostics;
using System.Diagnostics.Metrics;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Server.Owners;
using Holdfast.Server.Withdrawals;

namespace Holdfast.Server.Telemetry;

/// <summary>Counts decisions by kind, and spans what is recorded. Allocates nothing while nobody listens.</summary>
internal sealed class DecisionWatch : IDisposable
{
    private const string Kind = "holdfast.decision.kind", Verdict = "holdfast.decision", Code = "holdfast.refusal.code";

    private readonly Trail trail;
    private readonly Meter meter = new(Sources.Name);
    private readonly Counter<long> decisions;

    public DecisionWatch(Trail trail)
    {
        this.trail = trail;
        decisions = meter.CreateCounter<long>(
            "holdfast.decisions", "{decision}", "What was decided, by the event that it came to or the code of its refusal.");
    }

    /// <summary>Around deciding and recording; null while nobody listens.</summary>
    public static Activity? Decide() => Sources.Spans.StartActivity("decide");

    /// <param name="first">Where the first of the events stands.</param>
    public void Decided(Activity? span, Outcome outcome, OwnerEvent[] events, long first)
    {
        if (events.Length == 0) Answered(outcome);
        else Recorded(span, events, first);
    }

    public void Dispose() => meter.Dispose();

    private void Recorded(Activity? span, OwnerEvent[] events, long first)
    {
        if (span is not null)
        {
            span.SetTag(Sources.Position, first).SetTag(Kind, EventCodec.TypeOf(events[^1]));
            trail.Leave(first, events.Length, span.Context);
        }
        if (!decisions.Enabled) return;
        var kind = new KeyValuePair<string, object?>(Kind, EventCodec.TypeOf(events[^1]));
        if (VerdictOf(events[^1]) is { } verdict) decisions.Add(1, kind, new(Verdict, verdict));
        else decisions.Add(1, kind);
    }

    private void Answered(Outcome outcome)
    {
        if (!decisions.Enabled) return;
        if (outcome is Outcome.Refused refused) decisions.Add(1, new(Kind, "refused"), new(Code, refused.Refusals[0].Code));
        else if (outcome is Outcome.Nothing) decisions.Add(1, new KeyValuePair<string, object?>(Kind, "nothing"));
    }

    private static string? VerdictOf(OwnerEvent @event) => @event switch
    {
        OwnerEvent.WithdrawalDecided e => WithdrawalView.Word(e.Withdrawal.Decision),
        OwnerEvent.WithdrawalObserved e => WithdrawalView.Word(e.Withdrawal.Decision),
        _ => null,
    };
}
