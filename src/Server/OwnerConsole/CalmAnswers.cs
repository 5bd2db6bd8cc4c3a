using System.Collections.Concurrent;
using Holdfast.Consoles.Words;
using Holdfast.Domain.Time;

namespace Holdfast.Server.OwnerConsole;

/// <summary>
/// Who said of which change that it is his own idea, and when. It is kept in memory: after a start the question is asked again. Pauses
/// and words are in <see cref="CalmWords"/>.
/// </summary>
internal sealed class CalmAnswers
{
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<(string Session, string Change), Instant> answered = new();

    public void Say(string session, string change, Instant now)
    {
        if (answered.Count >= Most) answered.Clear();
        answered[(session, change)] = now;
    }

    public bool IsAnswered(string session, string change, Instant now) => At(session, change, now) is not null;

    /// <summary>Whether the pause is over, too.</summary>
    /// <param name="isStrange">There is a reason to look twice.</param>
    public bool MayApprove(string session, string change, bool isStrange, Instant now) =>
        At(session, change, now) is { } at && now >= at + (isStrange ? CalmWords.LongPause : CalmWords.Pause);

    private Instant? At(string session, string change, Instant now) =>
        answered.TryGetValue((session, change), out var at) && now <= at + CalmWords.AnswerLife ? at : null;
}
