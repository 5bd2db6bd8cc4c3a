using System.Text.Json.Serialization;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>A sum that a passed challenge opened for later withdrawals over the same young parts.</summary>
/// <param name="Parts">The young parts that the approver saw.</param>
public sealed record Envelope(
    string Withdrawal, string Account, decimal Amount, decimal Used, Instant Ends, string[] Parts);

/// <summary>What a request names as an envelope: at most this value in this time.</summary>
public sealed record EnvelopeWish(decimal Amount, [property: JsonConverter(typeof(SpanJson))] TimeSpan Period);
