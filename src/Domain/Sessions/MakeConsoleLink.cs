using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Sessions;

/// <summary>The platform lets its customer into the console.</summary>
/// <param name="Hash">SHA-256 of the link's token in lower-case hex.</param>
/// <param name="Until">It opens up to and including this, by the later clock.</param>
public sealed record MakeConsoleLink(string Account, string Hash, Instant Until)
{
    public static Outcome Decide(OwnerState state, MakeConsoleLink make) => state.Find(make.Account) is null
        ? Outcome.Refuse(RefusalKind.Unknown, "accountUnknown", $"there is no account `{make.Account}`")
        : new Outcome.Records(new OwnerEvent.ConsoleLinkMade(make.Account, new ConsoleLink(make.Hash, make.Account, make.Until)));
}
