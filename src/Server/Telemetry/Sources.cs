using System.Diagnostics;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// The names under which Holdfast is listened to. No span, label or log line holds an account, an address, a label, a token or
/// any other word of a request: only routes, statuses, kinds, codes and positions.
/// </summary>
internal static class Sources
{
    /// <summary>Of the spans, and of the server's own meter.</summary>
    public const string Name = "Holdfast";

    /// <summary>Spans; starting one gives null, and costs nothing, while nobody listens.</summary>
    public static readonly ActivitySource Spans = new(Name);

    /// <summary>Where the event that a span is about stands in the log: found again in the feed, in letters and in the log itself.</summary>
    public const string Position = "holdfast.position";
}
