using System.Diagnostics;
using System.Globalization;
using Holdfast.Durability.Faults;
using Holdfast.Durability.PowerCuts;
using Holdfast.Durability.Stories;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Migrations;

/// <summary>G18: a log is brought to the next format by a program that is ended at any call, or whose disk fails there.</summary>
internal sealed class Upgrade : IDisposable
{
    public const string Name = "upgrade of the log";

    private static readonly Story Before = Core.Tell("everything", 4);

    private readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "holdfast-next-" + Guid.NewGuid().ToString("n"))).FullName;

    private string? _old;

    /// <summary>Planted: the steps in place of the real ones' way.</summary>
    public Action<string> Spoils { get; init; } = _ => { };

    /// <summary>The program to be ended: writes an older log where there is none, and opens it as the next format.</summary>
    /// <param name="killAt">Kills itself at this call to a file; 0 to go through.</param>
    public static async Task<int> OpenAsync(string folder, int killAt)
    {
        if (!Directory.Exists(folder))
        {
            await WriteOldAsync(folder);
            Writers.Say("opened old");
        }
        FaultyFiles.Plan(folder, new FaultPlan(FaultKind.ReadOnly, killAt == 0 ? int.MaxValue : killAt)
        {
            Striking = () => Process.GetCurrentProcess().Kill(),
        });
        await using var log = SqliteLog.Open(folder, NextFormat.Options);
        Writers.Say("opened next");
        return 0;
    }

    /// <summary>What is wrong with a log that was being brought up.</summary>
    public static async Task<List<string>> JudgeAsync(string folder, Witnessed told)
    {
        if (!told.Accounts.Contains("old")) return [];
        var faults = NextFormat.Faults(folder).ToList();
        if (told.Accounts.Contains("next") && Format(folder) != NextFormat.Format.Newest) faults.Add("it was brought up, and is not");
        faults.AddRange(await BringUpAsync(folder));
        return faults;
    }

    /// <summary>Kills a program at some calls of its way up, and at moments that no call marks.</summary>
    public async Task<(int Killed, List<string> Wrong)> KillAsync(int kills)
    {
        var (wrong, random, killed) = (new List<string>(), new Random(1), 0);
        var calls = await CallsAsync(FaultKind.ReadOnly);
        for (var kill = 0; kill < kills; kill++)
        {
            var folder = await FreshAsync();
            var atCall = kill % 4 != 0;
            using var program = Process.Start(Command(folder, atCall ? 1 + kill % calls : 0))!;
            if (!atCall)
            {
                await Task.Delay(random.Next(40, 250));
                program.Kill();
            }
            await program.WaitForExitAsync();
            if (program.ExitCode != 0) killed++;
            wrong.AddRange((await AfterAsync(folder)).Select(fault => $"kill {kill} at call {(atCall ? 1 + kill % calls : 0)}: {fault}"));
        }
        return (killed, wrong);
    }

    public async Task<int> CallsAsync(FaultKind kind)
    {
        var plan = FaultPlan.Counting(kind);
        await FailAsync(plan);
        return plan.Calls;
    }

    /// <summary>What is wrong after a fault at a call; null where it was never reached.</summary>
    public async Task<List<string>?> AtAsync(FaultKind kind, int at)
    {
        var plan = new FaultPlan(kind, at);
        var faults = await FailAsync(plan);
        return plan.HasStruck ? faults : null;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<List<string>> FailAsync(FaultPlan plan)
    {
        var folder = await FreshAsync();
        FaultyFiles.Plan(folder, plan);
        try
        {
            await using var log = SqliteLog.Open(folder, NextFormat.Options);
        }
        catch (LogUnavailableException)
        {
            // it says so and opens nothing
        }
        plan.End();
        FaultyFiles.Forget(folder);
        return await AfterAsync(folder);
    }

    private async Task<List<string>> AfterAsync(string folder)
    {
        Spoils(folder);
        List<string> faults = [.. NextFormat.Faults(folder), .. await BringUpAsync(folder)];
        Directory.Delete(folder, recursive: true);
        return faults;
    }

    /// <summary>Goes up to the end, and finds everything there that was; a program of the old format then refuses.</summary>
    private static async Task<List<string>> BringUpAsync(string folder)
    {
        var faults = new List<string>();
        try
        {
            await using (var log = SqliteLog.Open(folder, NextFormat.Options))
            {
                var events = Before.Deeds.OfType<Deed.Record>().Sum(record => record.Events);
                if (log.Head != events) faults.Add($"{log.Head} events of {events}");
                if (log.Read(0, int.MaxValue).Count != events) faults.Add("not all events can be read");
            }
            faults.AddRange(NextFormat.Faults(folder));
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException)
        {
            faults.Add($"it does not open: {e.Message}");
        }
        try
        {
            await using var log = SqliteLog.Open(folder);
            faults.Add("a program of the old format opened it");
        }
        catch (LogUnavailableException e) when (e.Message.Contains("format", StringComparison.Ordinal))
        {
            // as it must
        }
        return faults;
    }

    private static int Format(string folder)
    {
        using var database = Database.OpenReader(Path.Combine(folder, "log.db"));
        return int.Parse(database.Scalar("SELECT value FROM meta WHERE name = 'format'")!, CultureInfo.InvariantCulture);
    }

    private static async Task WriteOldAsync(string folder)
    {
        if (await new Player(folder, Before, _ => { }, _ => { }).PlayAsync() is { } failure) throw failure;
    }

    private async Task<string> FreshAsync()
    {
        if (_old is null) await WriteOldAsync(_old = Path.Combine(_root, "old"));
        var folder = Path.Combine(_root, Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        foreach (var file in Directory.GetFiles(_old, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(folder, Path.GetRelativePath(_old, file)));
        return folder;
    }

    private static ProcessStartInfo Command(string folder, int killAt)
    {
        var command = Tracing.Self;
        return new(command[0], [.. command[1..], "upgrade", $"{killAt}", folder]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
    }
}
