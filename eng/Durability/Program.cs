using System.Globalization;
using Holdfast.Durability.Faults;
using Holdfast.Durability.PowerCuts;
using Holdfast.Durability.Rollbacks;

return args switch
{
    ["play", var name, var seed, var bug, var folder] => await Writers.PlayAsync(name, int.Parse(seed, CultureInfo.InvariantCulture), bug, folder),
    ["serve", var folder] => await Writers.ServeAsync(folder),
    ["powercut", var images] => await PowerCut.RunAsync(int.Parse(images, CultureInfo.InvariantCulture)),
    ["fault", var story, var kind, var at] => await FaultsEverywhere.OneAsync(new(story, Enum.Parse<FaultKind>(kind), int.Parse(at, CultureInfo.InvariantCulture))),
    ["faults", var points] => await FaultsEverywhere.RunAsync(int.Parse(points, CultureInfo.InvariantCulture)),
    ["rollbacks", var rollbacks] => await RollbackRun.MainAsync(int.Parse(rollbacks, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: powercut IMAGES | faults POINTS (0 for all) | rollbacks ROLLBACKS");
    return 2;
}
