using System.Collections.Concurrent;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Sessions;

/// <summary>
/// When each session last did something. It is kept in memory: after a start a session is as old as its sign-in, and whoever signed in
/// longer ago than he may be idle signs in again.
/// </summary>
internal sealed class LastSeen(TimeSpan idle)
{
    private const int Most = 200_000;

    private readonly ConcurrentDictionary<string, Instant> seen = new(StringComparer.Ordinal);

    /// <summary>Whether it did nothing for too long.</summary>
    /// <param name="since">When it was signed in.</param>
    public bool IsIdle(string session, Instant since, Instant now) => now > seen.GetValueOrDefault(session, since) + idle;

    public void See(string session, Instant now)
    {
        if (seen.Count >= Most) Forget(now);
        seen[session] = now;
    }

    public void End(string session) => seen.TryRemove(session, out _);

    private void Forget(Instant now)
    {
        foreach (var (session, last) in seen)
            if (now > last + idle) seen.TryRemove(session, out _);
    }
}
