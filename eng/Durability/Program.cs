using System.Globalization;
using Holdfast.Durability.Faults;
using Holdfast.Durability.Migrations;
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
    ["upgrade", var folder] => await Upgrade.OpenAsync(folder, killAt: 0),
    ["upgrade", var at, var folder] => await Upgrade.OpenAsync(folder, int.Parse(at, CultureInfo.InvariantCulture)),
    ["migrations", var kills] => await MigrateAsync(int.Parse(kills, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static async Task<int> MigrateAsync(int kills)
{
    using var upgrade = new Upgrade();
    var (killed, wrong) = await upgrade.KillAsync(kills);
    foreach (var one in wrong.Take(50)) Console.WriteLine(one);
    Console.WriteLine($"{kills:N0} starts, {killed:N0} killed, {wrong.Count} wrong");
    return wrong.Count == 0 ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("usage: powercut IMAGES | faults POINTS (0 for all) | rollbacks ROLLBACKS | migrations KILLS");
    return 2;
}
