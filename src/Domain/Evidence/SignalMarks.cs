using Holdfast.Domain.Accounts;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Evidence;

/// <summary>The newest signal of each kind and subject; what weighs nothing is in the log only, so it crowds nothing out.</summary>
public static class SignalMarks
{
    /// <summary>Marks kept for one owner; the oldest goes first.</summary>
    public const int Most = 64;

    public static OwnerState Add(OwnerState s, Signal signal, Instant at)
    {
        if (!signal.Weighs) return s;
        var seen = Instant.Min(signal.At, at);
        SignalMark[] others =
        [
            .. s.Signals.Where(m => !string.Equals(m.Kind, signal.Kind, StringComparison.Ordinal)
                                    || !string.Equals(m.Subject, signal.Subject, StringComparison.Ordinal)),
        ];
        if (others.Length != s.Signals.Length)
        {
            var old = Array.Find(s.Signals, m => Array.IndexOf(others, m) < 0)!;
            seen = Instant.Max(seen, old.At);
        }
        SignalMark[] all = [.. others, new SignalMark(signal.Kind, signal.Subject, seen)];
        return s with { Signals = all.Length > Most ? [.. all.OrderBy(m => m.At).TakeLast(Most)] : all };
    }

    /// <summary>Whether strong evidence that weighs at `at` is about this.</summary>
    public static bool Strong(OwnerState s, Policy policy, Instant at, About about, string? subject)
    {
        foreach (var mark in s.Signals)
        {
            if (mark.At + policy.EvidenceSpan < at || !policy.Signals.TryGetValue(mark.Kind, out var w)) continue;
            if (w.Weight != Weight.Strong || w.About != about) continue;
            if (about == About.Owner || string.Equals(mark.Subject, subject, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
