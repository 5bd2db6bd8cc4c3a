using System.Globalization;
using Holdfast.Durability.PowerCuts;

return args switch
{
    ["play", var name, var seed, var bug, var folder] => await Writers.PlayAsync(name, int.Parse(seed, CultureInfo.InvariantCulture), bug, folder),
    ["serve", var folder] => await Writers.ServeAsync(folder),
    ["powercut", var images] => await PowerCut.RunAsync(int.Parse(images, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: powercut IMAGES");
    return 2;
}
