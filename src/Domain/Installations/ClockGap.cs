using System.Text.Json.Serialization;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>The gap of a restart that two staff members vouched for: at <paramref name="At"/> the clock went on by <paramref name="Length"/>.</summary>
/// <param name="From">What the clock showed when it started: what began since then was not there in the gap.</param>
public readonly record struct ClockGap(
    Instant From, Instant At, [property: JsonConverter(typeof(SpanJson))] TimeSpan Length);
