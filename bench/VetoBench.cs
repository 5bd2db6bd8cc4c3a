namespace Holdfast.Bench;

internal static class VetoBench
{
    public static Task RunAsync(string[] args) => Task.CompletedTask;
}
