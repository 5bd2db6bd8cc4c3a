using Holdfast.Domain.Json;
using Holdfast.Server.Owners;

namespace Holdfast.Bench;

/// <summary>Bytes of an account of the shape, live in memory and as a snapshot.</summary>
internal static class MemoryBench
{
    private const int Accounts = 100_000;

    public static Task RunAsync(string[] args)
    {
        var snapshot = DomainJson.Write(Shapes.Owner("account-0"));
        var cold = Holdfast.Storage.Sealing.SnapshotForm.Pack(snapshot).Length;
        var live = new LiveOwner[Accounts];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Accounts; i++) live[i] = new LiveOwner($"account-{i}", DomainJson.ReadState(snapshot));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Accounts;
        GC.KeepAlive(live);
        Console.WriteLine(
            $"memory: {bytes:N0} bytes live (aim 16,384), {cold:N0} bytes as a snapshot (aim 4,096; {snapshot.Length:N0} before packing), {Accounts:N0} accounts");
        return Task.CompletedTask;
    }
}
