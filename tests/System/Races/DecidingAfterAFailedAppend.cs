using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Freezes;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.System.Tests.Races;

/// <summary>
/// A decision may be taken on one that is still on its way to the disk. Where that one fails, the log can come to the same
/// version by another way, and the version alone no longer tells them apart.
/// </summary>
public sealed class DecidingAfterAFailedAppend
{
    private const string Owner = "alice";

    private static readonly By Her = new(ByKind.Owner, Owner);

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Sees_nothing_that_was_never_recorded()
    {
        await using var house = InProcessHouse.Open();
        await house.PostAsync("/v1/accounts", Bodies.Account(Owner));
        var book = house.Owners;
        await book.RunAsync(Owner, Command("key", _ => new OwnerEvent.CodeFailed(Owner, Her)));
        using var mayGoOn = new ManualResetEventSlim();
        var sawFreeze = false;
        Task? waiting = null;

        // freezes, with a key that was used: nothing is recorded, but the freeze stands in memory until that is known
        var failing = Task.Run(async () => await book.RunAsync(Owner, Command("key", _ =>
        {
            waiting = Task.Run(async () => await book.RunAsync(Owner, Command("other", moment =>
            {
                sawFreeze = moment.State.Freezes.Length > 0;
                if (sawFreeze) mayGoOn.Wait(Enough);
                return new OwnerEvent.CodeFailed(Owner, Her);
            })));
            Thread.Sleep(200);
            return new OwnerEvent.AccountFrozen(Owner, new Freeze("f1", Her, "a call", default, null, false));
        })));
        await failing;
        // brings the log to the version that the freeze would have had
        await book.RunAsync(Owner, Command("third", _ => new OwnerEvent.CodeFailed(Owner, Her)));
        mayGoOn.Set();
        await waiting!;
        Assert.False(sawFreeze, "what was recorded was decided on a freeze that never was");
    }

    private static Command Command(string key, Func<Moment, OwnerEvent> decide) => new()
    {
        Request = new RequestKey(LogKey.Of("request", key), LogKey.Of("body", key)),
        Decide = moment => new Outcome.Records(decide(moment)),
        Answer = (_, _) => new Answered(200, default),
    };
}
