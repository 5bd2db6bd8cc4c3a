using System.Text;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Imports;
using Holdfast.Domain.Installations;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;
using Holdfast.Storage;

namespace Holdfast.Server.Imports;

/// <summary>
/// Takes the accounts of a file, some hundred at a time so that they share their commits. Each line is decided by itself: what is wrong
/// with one stops no other, and what was taken before is left as it is, so a file that was cut off is simply sent again.
/// </summary>
internal sealed class AccountImport(OwnerBook owners, Installation installation, InstallationClock clock)
{
    /// <summary>In characters.</summary>
    public const int MostLine = 65_536;

    private const int AtOnce = 256;

    public async Task RunAsync(Stream file, ImportProgress progress, CancellationToken stop)
    {
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: false), false, 1 << 16);
        var under = new List<Task<WrongLine[]>>(AtOnce);
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            var number = progress.Next();
            if (line.Length > 0) under.Add(TakeAsync(number, line, progress));
            if (under.Count < AtOnce) continue;
            await SettleAsync(under, progress);
            // what closes it closes it in the middle, too
            if (Importing.Missing(installation.State, progress.Digest, clock.Sure()) is not null) break;
        }
        await SettleAsync(under, progress);
        progress.IsDone = true;
    }

    private static async Task SettleAsync(List<Task<WrongLine[]>> under, ImportProgress progress)
    {
        progress.Mistakes.Add((await Task.WhenAll(under)).SelectMany(m => m));
        under.Clear();
    }

    /// <summary>The mistakes of a line; none when it was taken.</summary>
    private async Task<WrongLine[]> TakeAsync(long number, string line, ImportProgress progress)
    {
        var (how, mistakes) = line.Length > MostLine
            ? (ImportedAs.Wrong, [new WrongLine(number, "lineTooLong", null, $"a line has at most {MostLine} characters")])
            : await DecideAsync(number, line, progress.Digest);
        progress.Count(how);
        return mistakes;
    }

    private async Task<(ImportedAs How, WrongLine[] Mistakes)> DecideAsync(long number, string line, string digest)
    {
        var reading = Bodies.ImportedLine(Encoding.UTF8.GetBytes(line), clock.Sure());
        if (reading.Value is not { } account)
            return (ImportedAs.Wrong, [.. reading.Mistakes.Select(m => new WrongLine(number, m.Code, m.At.Length == 0 ? null : m.At, m.Text))]);
        var taken = new Outcome.Refused(new Refusal(RefusalKind.State, "accountExists", $"there is an account `{account.Account}` already"));
        var outcome = await OutcomeAsync(account, digest) ?? taken;
        return outcome switch
        {
            Outcome.Refused refused => (ImportedAs.Wrong, [.. refused.Refusals.Select(r => new WrongLine(number, r.Code, ImportedLine.Place(r.At), r.Text))]),
            Outcome.Records => (ImportedAs.Taken, []),
            _ => (ImportedAs.Already, []),
        };
    }

    /// <summary>Null where another owner has an account of this name.</summary>
    private async Task<Outcome?> OutcomeAsync(ImportedLine account, string digest)
    {
        Outcome? came = null;
        var import = new ImportAccount(account.Account, account.Owner, digest, account.Holdings, (Ids.Change(), Ids.Secret()));
        var answered = await owners.RunAsync(account.Owner, new Command
        {
            Claims = [OwnerBook.AccountKey(account.Account)],
            Points = Changes.ChangeKeys.Of,
            Claimed = Problems.Of(409, "accountExists", "there is an account of this name already"),
            Decide = moment => moment.State.Accounts.Length == 0 && owners.OwnerOf(account.Account) is not null
                ? Outcome.Refuse(RefusalKind.State, "accountExists", $"there is an account `{account.Account}` already")
                : ImportAccount.Decide(moment.State, import, moment.Policy, moment.At),
            Answer = (outcome, _) =>
            {
                came = outcome;
                return new Answered(200, default);
            },
        });
        return answered.Status switch
        {
            200 => came,
            409 => null,
            _ => throw new LogUnavailableException("the log takes nothing now"),
        };
    }
}
