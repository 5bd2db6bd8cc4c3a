using Holdfast.Bench;

var benches = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["core"] = CoreBench.RunAsync,
    ["decide"] = DecideBench.RunAsync,
    ["decide-profile"] = DecideBench.RunProfileAsync,
    ["decide-hot"] = DecideBench.RunHotAsync,
    ["append"] = AppendBench.RunAsync,
    ["start"] = StartBench.RunAsync,
    ["recover"] = RecoverBench.RunAsync,
    ["announce"] = AnnounceBench.RunAsync,
    ["veto"] = VetoBench.RunAsync,
    ["soak"] = SoakBench.RunAsync,
    ["authorize"] = AuthorizeBench.RunAsync,
    ["authorize-scale"] = AuthorizeBench.RunScaleAsync,
    ["gate"] = GateBench.RunAsync,
    ["revoke"] = RevokeBench.RunAsync,
    ["keys"] = KeysBench.RunAsync,
    ["import"] = ImportBench.RunAsync,
    ["nginx"] = NginxBench.RunAsync,
    ["memory"] = MemoryBench.RunAsync,
    ["signing"] = SigningBench.RunAsync,
    ["constant-time"] = ConstantTimeBench.RunAsync,
};
if (args.Length == 0 || !benches.TryGetValue(args[0], out var bench))
{
    Console.Error.WriteLine($"usage: bench {string.Join('|', benches.Keys)} [options]");
    return 2;
}
await bench(args[1..]);
return 0;
