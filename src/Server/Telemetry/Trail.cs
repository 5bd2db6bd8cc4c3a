using System.Diagnostics;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// Which span recorded the event at a position, for the newest ones: it leads from an announcement back to the request. What
/// is not here any more, or was recorded before the start, is found by its position, which both spans carry.
/// </summary>
internal sealed class Trail
{
    private const int Kept = 16_384;

    private readonly Lock gate = new();
    private (long Position, ActivityContext Span)[]? steps;

    public void Leave(long first, int events, ActivityContext span)
    {
        lock (gate)
        {
            steps ??= new (long, ActivityContext)[Kept];
            for (var position = first; position < first + events; position++) steps[position % Kept] = (position, span);
        }
    }

    /// <summary>Starts the span of telling people about an event, linked to the request; null while nobody listens.</summary>
    public Activity? Announce(long position)
    {
        if (!Sources.Spans.HasListeners()) return null;
        Activity.Current = null;
        var span = Sources.Spans.StartActivity(
            "announce", ActivityKind.Consumer, default(ActivityContext), links: Find(position) is { } request ? [new(request)] : null);
        return span?.SetTag(Sources.Position, position);
    }

    private ActivityContext? Find(long position)
    {
        lock (gate) return steps?[position % Kept] is { } step && step.Position == position ? step.Span : null;
    }
}
