using Holdfast.Server.Configuration;
using Holdfast.Server.Gate.Activity;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Gate;

/// <summary>The gate as it was configured.</summary>
internal sealed record GateSettings(PermissionMap Map, TrustedProxies Proxies, Networks Networks)
{
    public static IEnumerable<string> Mistakes(ServerOptions options)
    {
        Read(options, out var mistakes);
        return mistakes;
    }

    /// <summary>Null where there is a mistake.</summary>
    public static GateSettings? Read(ServerOptions options, out List<string> mistakes)
    {
        mistakes = [];
        var texts = new List<(string, string)>();
        foreach (var name in options.Gate?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
            if (PermissionMap.Presets.Contains(name)) texts.Add(($"--gate {name}", PermissionMap.Preset(name)));
            else mistakes.Add($"--gate: there is no preset `{name}`; there are {string.Join(", ", PermissionMap.Presets)}");
        try
        {
            if (options.GateMap is { } file)
            {
                texts.Add(($"--gate-map `{file}`", File.ReadAllText(file)));
                if (!options.Sandbox && FolderSafety.IsWritable(file)) mistakes.Add($"--gate-map `{file}` may be written by anybody: chmod o-w {file}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"--gate-map `{options.GateMap}` can't be read: {e.Message}");
        }
        var map = PermissionMap.Read(texts, mistakes);
        var proxies = TrustedProxies.Read(options.Proxies, mistakes);
        var networks = Networks.Read(options.Networks, mistakes);
        return map is null || proxies is null || networks is null || mistakes.Count > 0 ? null : new GateSettings(map, proxies, networks);
    }
}
