using System.Diagnostics;

namespace Holdfast.System.Tests.Races;

/// <summary>Sets the commands of each race off at the same instant, on threads of their own that meet at a barrier.</summary>
internal sealed class RaceRunner(House house, int stage)
{
    private int owners;

    public long Races { get; private set; }

    /// <summary>Races in which one command began before another had returned from its first step.</summary>
    public long Overlapping { get; private set; }

    public List<string> Wrong { get; } = [];

    /// <summary>Runs about as many races of a kind as asked.</summary>
    public async Task RunAsync(RaceKind kind, int atLeast)
    {
        for (var done = 0; done < atLeast;)
        {
            var races = new Race[Math.Min(stage, atLeast - done)];
            for (var i = 0; i < races.Length; i++) races[i] = kind.Make(house, $"{kind.Name.Replace(' ', '-')}-{owners++}");
            await Task.WhenAll(races.Select(r => r.OpenAsync()));
            await house.AdvanceAsync(kind.Opening);
            for (var round = 0; round < (house.Nodes > 1 ? 1 : kind.Rounds) && done < atLeast; round++)
            {
                await RoundAsync(kind, races, round);
                done += races.Length;
            }
            Wrong.AddRange(races.SelectMany(r => r.Wrong));
        }
    }

    private async Task RoundAsync(RaceKind kind, Race[] races, int round)
    {
        var commands = new Func<int, Task<Reply>>[races.Length][];
        if (kind.AtTheInstant)
        {
            for (var i = 0; i < races.Length; i++)
            {
                commands[i] = await races[i].PrepareAsync(round);
                await house.AdvanceAsync(TimeSpan.FromMilliseconds(1));
            }
            await house.AdvanceAsync(kind.Before - TimeSpan.FromMilliseconds(races.Length));
        }
        else
        {
            commands = await Task.WhenAll(races.Select(r => r.PrepareAsync(round)));
            await house.AdvanceAsync(kind.Before);
        }
        var replies = await SetOffAsync(commands);
        await Task.WhenAll(races.Select((race, i) => race.CheckAsync(replies[i])));
        Races += races.Length;
        await house.AdvanceAsync(kind.After);
    }

    private async Task<Reply[][]> SetOffAsync(Func<int, Task<Reply>>[][] commands)
    {
        var width = commands.Max(c => c.Length);
        var running = new Task<Reply>[width][];
        var spans = new (long From, long To)[width][];
        var gate = new SpinBarrier(width);
        var threads = new Thread[width];
        for (var lane = 0; lane < width; lane++)
        {
            var (mine, mySpans, number) = (running[lane] = new Task<Reply>[commands.Length], spans[lane] = new (long, long)[commands.Length], lane);
            threads[lane] = new Thread(() => RunLane(commands, number, gate, mine, mySpans)) { IsBackground = true };
        }
        foreach (var thread in threads) thread.Start();
        await Task.Run(() => Array.ForEach(threads, t => t.Join()));
        for (var i = 0; i < commands.Length; i++)
            if (spans.Max(s => s[i].From) < spans.Min(s => s[i].To)) Overlapping++;
        var replies = new Reply[commands.Length][];
        for (var i = 0; i < commands.Length; i++)
            replies[i] = await Task.WhenAll(Enumerable.Range(0, commands[i].Length).Select(lane => running[lane][i]));
        return replies;
    }

    private static void RunLane(
        Func<int, Task<Reply>>[][] commands, int lane, SpinBarrier gate, Task<Reply>[] running, (long, long)[] spans)
    {
        var delays = new Random(lane);
        for (var i = 0; i < commands.Length; i++)
        {
            gate.Meet();
            // a head start of up to some microseconds for one or the other moves where they meet
            if (delays.Next(2) == 0) Thread.SpinWait(delays.Next(200));
            var from = Stopwatch.GetTimestamp();
            running[i] = lane < commands[i].Length ? Start(commands[i][lane], lane) : Task.FromResult(new Reply(0, "", false));
            spans[i] = (from, Stopwatch.GetTimestamp());
        }
    }

    private static Task<Reply> Start(Func<int, Task<Reply>> command, int lane)
    {
        try
        {
            return command(lane);
        }
        catch (Exception e)
        {
            return Task.FromException<Reply>(e);
        }
    }

    /// <summary>Spins, so that those who wait go on within less than a microsecond of each other.</summary>
    private sealed class SpinBarrier(int width)
    {
        private int waiting, generation;

        public void Meet()
        {
            var mine = Volatile.Read(ref generation);
            if (Interlocked.Increment(ref waiting) == width)
            {
                Volatile.Write(ref waiting, 0);
                Volatile.Write(ref generation, mine + 1);
                return;
            }
            var spin = default(SpinWait);
            while (Volatile.Read(ref generation) == mine) spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
