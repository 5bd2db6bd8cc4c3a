using System.Collections.Concurrent;
using System.Text;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Imports;
using Holdfast.Domain.Installations;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Imports;

/// <summary>A line that was not taken.</summary>
internal readonly record struct WrongLine(long Line, string Code, string? At, string Text);

/// <summary>How far an import is. The first mistakes are kept, all are counted.</summary>
internal sealed class ImportProgress(string digest)
{
    public const int MostMistakes = 1_000;

    private readonly ConcurrentQueue<WrongLine> mistakes = new();
    private long lines, taken, already, wrong;

    public string Digest => digest;

    public bool IsDone { get; set; }

    public long Lines => Volatile.Read(ref lines);

    public long Taken => Volatile.Read(ref taken);

    public long Already => Volatile.Read(ref already);

    public long Wrong => Volatile.Read(ref wrong);

    public IEnumerable<WrongLine> Mistakes => mistakes.OrderBy(m => m.Line);

    public long Next() => Interlocked.Increment(ref lines);

    public void Took(bool isNew) => _ = isNew ? Interlocked.Increment(ref taken) : Interlocked.Increment(ref already);

    public void Refused(long line, IEnumerable<(string Code, string? At, string Text)> why)
    {
        Interlocked.Increment(ref wrong);
        foreach (var (code, at, text) in why)
            if (mistakes.Count < MostMistakes) mistakes.Enqueue(new WrongLine(line, code, at, text));
    }
}

/// <summary>
/// Takes the accounts of a file, some hundred at a time so that they share their commits. Each line is decided by itself: what is wrong
/// with one stops no other, and what was taken before is left as it is, so a file that was cut off is simply sent again.
/// </summary>
internal sealed class AccountImport(OwnerBook owners, Installation installation, InstallationClock clock)
{
    private const int AtOnce = 256, MostLine = 65_536;

    private readonly ConcurrentDictionary<string, ImportProgress> running = new(StringComparer.Ordinal);

    public ImportProgress? Find(string digest) => running.GetValueOrDefault(digest);

    public async Task<ImportProgress> RunAsync(string digest, Stream file, CancellationToken stop)
    {
        var progress = running[digest] = new ImportProgress(digest);
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: false), false, 1 << 16);
        var under = new List<Task>(AtOnce);
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            var number = progress.Next();
            if (line.Length > 0) under.Add(TakeAsync(digest, number, line, progress));
            if (under.Count < AtOnce) continue;
            await Task.WhenAll(under);
            under.Clear();
            // what closes it closes it in the middle, too
            if (Importing.Missing(installation.State, digest, clock.Sure()) is not null) break;
        }
        await Task.WhenAll(under);
        progress.IsDone = true;
        return progress;
    }

    private async Task TakeAsync(string digest, long number, string line, ImportProgress progress)
    {
        if (line.Length > MostLine)
        {
            progress.Refused(number, [("lineTooLong", null, $"a line has at most {MostLine} characters")]);
            return;
        }
        var now = clock.Sure();
        var reading = Bodies.ImportedLine(Encoding.UTF8.GetBytes(line), now);
        if (reading.Value is not { } account)
        {
            progress.Refused(number, reading.Mistakes.Select(m => (m.Code, (string?)m.At, m.Text)));
            return;
        }
        var import = new ImportAccount(account.Account, account.Owner, digest, account.Holdings, (Ids.Change(), Ids.Secret()));
        Outcome? came = null;
        var answered = await owners.RunAsync(account.Owner, new Command
        {
            Claims = [OwnerBook.AccountKey(account.Account)],
            Points = Changes.ChangeKeys.Of,
            Claimed = Taken,
            Decide = moment => moment.State.Accounts.Length == 0 && owners.OwnerOf(account.Account) is not null
                ? Outcome.Refuse(RefusalKind.State, "accountExists", $"there is an account `{account.Account}` already")
                : ImportAccount.Decide(moment.State, import, moment.Policy, moment.At),
            Answer = (outcome, _) =>
            {
                came = outcome;
                return new Answered(200, default);
            },
        });
        if (answered.Status != 200) progress.Refused(number, [("accountExists", null, $"there is an account `{account.Account}` already")]);
        else if (came is Outcome.Refused refused) progress.Refused(number, refused.Refusals.Select(r => (r.Code, r.At, r.Text)));
        else progress.Took(came is Outcome.Records);
    }

    private static Answered Taken { get; } = Problems.Of(409, "accountExists", "there is an account of this name already");
}
