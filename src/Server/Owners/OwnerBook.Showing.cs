using Holdfast.Domain.Withdrawals;
using Holdfast.Storage;

namespace Holdfast.Server.Owners;

/// <summary>What is shown is answered too: nothing of it may be lost when the next moment ends the program.</summary>
internal sealed partial class OwnerBook
{
    /// <summary>The owner's state as of now, for showing; null when there is no such account.</summary>
    public async ValueTask<Moment?> ShowAsync(string account) =>
        OwnerOf(account) is { } owner ? await ShowOwnerAsync(owner) : null;

    /// <summary>The same of an owner who is known to exist.</summary>
    public ValueTask<Moment> ShowOwnerAsync(string owner) => ShowAsync(owner, Read);

    /// <summary>What is recorded of a withdrawal, for showing; null when there is none.</summary>
    public async ValueTask<WithdrawalRecord?> ShowWithdrawalAsync(string account, string id) =>
        OwnerOf(account) is { } owner ? await ShowAsync(owner, found => Withdrawal(found, account, id)) : null;

    /// <summary>Waits until what made the state is durable; where that was refused, reads anew.</summary>
    private async ValueTask<T> ShowAsync<T>(string owner, Func<LiveOwner, T> read)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var found = Get(owner);
            T shown;
            Task<AppendResult>? newest;
            long? misses;
            lock (found.Gate) (shown, newest, misses) = (read(found), found.Newest, found.Misses);
            if (misses is { } position) await CatchUpAsync(found, position);
            else if (newest is null || await newest is AppendResult.Recorded) return shown;
            else Forget(found);
        }
        throw new LogUnavailableException("the log moved on under every try");
    }
}
