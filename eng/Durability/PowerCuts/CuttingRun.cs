using Holdfast.Durability.Stories;

namespace Holdfast.Durability.PowerCuts;

/// <summary>Something that a cut must not do and did; the seed shows it again.</summary>
internal sealed record Loss(string Story, int Seed, int Step, Leaves Leaves, string What);

/// <summary>
/// Goes through a trace and cuts the power again and again: each time whatever was synced is on the disk, some of the
/// rest, and what had been told until then must be there.
/// </summary>
internal sealed class CuttingRun(string name, int seed, IReadOnlyList<Step> steps, string root) : IDisposable
{
    private static readonly Leaves[] Kinds = [Leaves.Synced, Leaves.Torn, Leaves.Some, Leaves.Prefix, Leaves.Torn, Leaves.All];

    private readonly Random _random = new(seed);
    private readonly ImageFolder _folder = new();

    /// <summary>Planted: calls that the program should have made and did not.</summary>
    public Func<Call, bool> Forgets { get; init; } = _ => false;

    /// <summary>Judges a folder by what was told; the story's own judge where it is not set.</summary>
    public Func<string, Witnessed, Task<List<string>>>? Judges { get; init; }

    public int Images { get; private set; }

    /// <summary>Moments at which something had just been told.</summary>
    public int Moments { get; private set; }

    public List<Loss> Losses { get; } = [];

    public void Dispose() => _folder.Dispose();

    /// <summary>Cuts at every moment at which something was told, and at others, until so many images were made.</summary>
    public async Task RunAsync(int images)
    {
        var taken = steps.Where(step => !Forgets(step.Call)).ToArray();
        var moments = Enumerable.Range(0, taken.Length).Where(i => taken[i] is { Begins: true, Call.Kind: CallKind.Say }).ToHashSet();
        var each = Math.Max(1, images / Math.Max(1, moments.Count + moments.Count / 2));
        var others = moments.Count / 2.0 / taken.Length;
        var (disk, told) = (new Disk(root), new Witnessed());
        for (var i = 0; i < taken.Length && Images < images; i++)
        {
            disk.Take(taken[i]);
            var news = moments.Contains(i) && told.Hear(taken[i].Call);
            if (news) Moments++;
            if (!news && _random.NextDouble() >= others) continue;
            for (var k = 0; k < each && Images < images; k++)
                await CutAsync(disk, told, i, Images == 0 ? Leaves.Synced : Kinds[k % Kinds.Length]);
        }
    }

    private async Task CutAsync(Disk disk, Witnessed told, int step, Leaves leaves)
    {
        _folder.Show(Image.After(disk, leaves, _random));
        Images++;
        var faults = Judges is { } judges
            ? await judges(_folder.Data, told)
            : await Judge.CheckAsync(_folder.Data, Core.Tell(name, seed), new(told.Deeds, told.Seen), goOn: Images % 16 == 0);
        foreach (var fault in faults) Losses.Add(new(name, seed, step, leaves, fault));
    }
}
