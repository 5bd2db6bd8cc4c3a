namespace Holdfast.System.Tests.Races;

/// <summary>What a run of races came to.</summary>
internal sealed class RaceReport
{
    private readonly SortedDictionary<string, (long Races, long Overlapping, TimeSpan Took)> kinds = new(StringComparer.Ordinal);

    public long Races { get; private set; }

    public long Overlapping { get; private set; }

    public long Events { get; private set; }

    public long States { get; private set; }

    public List<string> Wrong { get; } = [];

    public void Add(RaceKind kind, RaceRunner runner, TimeSpan took) =>
        Add(kind.Name, runner.Races, runner.Overlapping, took, runner.Wrong);

    public void Add(LogOracle oracle)
    {
        Events += oracle.Events;
        States += oracle.States;
        Wrong.AddRange(oracle.Wrong);
    }

    public void Add(RaceReport other)
    {
        foreach (var (kind, (races, overlapping, took)) in other.kinds) Add(kind, races, overlapping, took, []);
        (Events, States) = (Events + other.Events, States + other.States);
        Wrong.AddRange(other.Wrong);
    }

    public void Say(TimeSpan took) => Console.WriteLine(
        $"{Races:N0} races in {took.TotalSeconds:N0} s ({Races / took.TotalSeconds:N0}/s, {100.0 * Overlapping / Math.Max(1, Races):N0} % met), "
        + $"{Events:N0} events read, {States:N0} states compared, {Wrong.Count} violations");

    public void SayKinds()
    {
        foreach (var (kind, (races, overlapping, took)) in kinds)
            Console.WriteLine($"  {kind,-32}{races,10:N0} races, {races / took.TotalSeconds,8:N0}/s, {100.0 * overlapping / Math.Max(1, races),4:N0} % met");
    }

    public void SayWrong()
    {
        foreach (var wrong in Wrong.Take(20)) Console.WriteLine("  " + wrong);
    }

    private void Add(string kind, long races, long overlapping, TimeSpan took, List<string> wrong)
    {
        var before = kinds.GetValueOrDefault(kind);
        kinds[kind] = (before.Races + races, before.Overlapping + overlapping, before.Took + took);
        (Races, Overlapping) = (Races + races, Overlapping + overlapping);
        Wrong.AddRange(wrong);
    }
}
