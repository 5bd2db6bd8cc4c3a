using System.Collections.Concurrent;
using System.Diagnostics;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>Hands mutants to a verifier until so many were handed over that must be refused.</summary>
internal sealed class MutantRun(Verifier verifier)
{
    /// <summary>Mutants of one scene; then the next begins, with another key and another challenge.</summary>
    private const int OfOneScene = 500;

    private readonly ConcurrentDictionary<string, Tally> kinds = new(StringComparer.Ordinal);

    /// <summary>Those that must be refused.</summary>
    public long Mutants => kinds.Values.Sum(t => t.Mutants);

    /// <summary>Those without a fault: the same response in other words, or another one as good.</summary>
    public long Faultless => kinds.Values.Sum(t => t.Faultless);

    public ConcurrentQueue<Accepted> Accepted { get; } = [];

    public void Run(long mutants, int seed, Func<bool>? isEnough = null)
    {
        var left = mutants;
        var watch = Stopwatch.StartNew();
        Parallel.For(0, Environment.ProcessorCount, worker =>
        {
            var random = new Random((seed * 1_000) + worker);
            while (Interlocked.Read(ref left) > 0 && isEnough?.Invoke() != true)
                Interlocked.Add(ref left, -OneScene(random, Math.Min(OfOneScene, Interlocked.Read(ref left))));
        });
        Seconds = watch.Elapsed.TotalSeconds;
    }

    public double Seconds { get; private set; }

    public override string ToString() =>
        $"{Mutants} mutants, {Accepted.Count} accepted; {Faultless} more without a fault, of which {kinds.Values.Sum(t => t.Taken)} were taken; {Seconds:F0} s\n  "
        + string.Join("\n  ", kinds.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key}: {k.Value}"));

    private long OneScene(Random random, long most)
    {
        using var scene = new Scene(registering: random.Next(2) == 0, random);
        var mutator = new Mutator(scene, random);
        if (!verifier(scene, mutator.Valid)) throw new InvalidOperationException("what was asked for is refused");
        var made = 0L;
        while (made < most)
        {
            var mutant = mutator.Next();
            var fault = Standard.Of(scene, mutant.Text);
            var accepted = verifier(scene, mutant.Text);
            var kind = (scene.IsRegistering ? "registering, " : "signing, ") + mutant.Kind;
            kinds.GetOrAdd(kind, _ => new Tally()).Count(fault, accepted);
            if (fault == Fault.None) continue;
            made++;
            if (accepted) Accepted.Enqueue(new(kind, fault, mutant.Text));
        }
        return made;
    }

    private sealed class Tally
    {
        private long mutants, faultless, taken;

        public long Mutants => Interlocked.Read(ref mutants);

        public long Faultless => Interlocked.Read(ref faultless);

        public long Taken => Interlocked.Read(ref taken);

        public void Count(Fault fault, bool accepted)
        {
            if (fault != Fault.None) Interlocked.Increment(ref mutants);
            else Interlocked.Increment(ref faultless);
            if (fault == Fault.None && accepted) Interlocked.Increment(ref taken);
        }

        public override string ToString() => $"{Mutants}, and {Faultless} without a fault";
    }
}

/// <summary>A mutant that should have been refused.</summary>
internal sealed record Accepted(string Kind, Fault Fault, string Text)
{
    public override string ToString() => $"{Kind} ({Fault}): {Text}";
}
