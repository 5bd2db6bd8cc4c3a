using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Storage;

namespace Holdfast.Server.Changes;

/// <summary>The name by which a change is found again in the log: the digest that people agree on.</summary>
internal static class ChangeKeys
{
    public static LogKey Digest(string digest) => LogKey.Of("digest", digest);

    /// <summary>The keys of the change that an outcome records, if it records one.</summary>
    public static IReadOnlyList<LogKey> Of(Outcome outcome) =>
        outcome is Outcome.Records records && records.Events.OfType<OwnerEvent.ChangeAsked>().FirstOrDefault() is { } asked
            ? [Digest(asked.Digest)]
            : [];
}
