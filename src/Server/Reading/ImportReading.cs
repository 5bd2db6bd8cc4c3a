using Holdfast.Domain.Changes;
using Holdfast.Domain.Imports;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Reading;

/// <summary>One line of a file of accounts that are taken over.</summary>
/// <param name="Owner">Whose account it is; an owner of the account's own id where the line names none.</param>
/// <param name="Holdings">In the order of the line's `holds`, and its `email` last.</param>
internal sealed record ImportedLine(string Account, string Owner, Holding[] Holdings)
{
    /// <summary>Where in the line stands what a refusal names as a place among edits.</summary>
    public static string? Place(string? at) => at?.Replace("/edits/", "/holds/", StringComparison.Ordinal);
}

/// <summary>Reads a line with the readers of the requests that would ask for the same.</summary>
internal static class ImportReading
{
    /// <param name="now">The age of what says no `since`.</param>
    public static ImportedLine Read(Node n, Instant now)
    {
        var account = n.Id("id");
        var owner = n.Has("owner") ? n.Id("owner") : account;
        var holdings = new List<Holding>();
        if (n.Has("holds"))
            foreach (var element in n.List("holds", Bounds.EditsInAChange - 1))
            {
                var held = n.Element(element);
                var since = held.Has("since") ? held.Time("since") ?? now : now;
                if (held.Object("edit") is { } inner && EditReading.Read(inner, sandbox: false) is { } edit)
                {
                    inner.Done();
                    if (!ImportAccount.MayBeHeld(edit)) inner.Meaning("notImported", "/op", "this is made here and can't be taken over");
                    holdings.Add(new Holding(edit, since));
                }
                if (since > now) held.Meaning("sinceInFuture", "/since", "nothing can be held since a time to come");
                held.Done();
            }
        if (n.Has("email") && n.Email("email") is { } email) holdings.Add(new Holding(new Edit.AddChannel("email", ChannelKind.Email, email), now));
        return new ImportedLine(account, owner, [.. holdings]);
    }
}
