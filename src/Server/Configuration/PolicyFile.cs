using Holdfast.Domain.Policies;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Configuration;

/// <summary>The file that proposes a policy.</summary>
internal static class PolicyFile
{
    /// <summary>The proposal; null where none was given or something is wrong with it.</summary>
    public static Policy? Read(ServerOptions options, List<string> mistakes)
    {
        if (options.Policy is not { } path) return null;
        if (!File.Exists(path))
        {
            mistakes.Add($"--policy `{path}` does not exist");
            return null;
        }
        if (!options.Sandbox && FolderSafety.IsWritable(path))
            mistakes.Add($"--policy `{path}` may be written by anybody: chmod o-w {path}");
        if (IsAmongData(path, options.Data))
        {
            mistakes.Add($"--policy `{path}` is one of the data's own files");
            return null;
        }
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"--policy `{path}` can't be read");
            return null;
        }
        var found = PolicyReading.Read(text, out var policy);
        foreach (var mistake in found) mistakes.Add($"--policy `{path}` at `{mistake.At}`: {mistake.Text}");
        return policy;
    }

    private static bool IsAmongData(string path, string data)
    {
        var within = Path.GetRelativePath(data, Path.GetFullPath(path));
        return within.StartsWith("keys/", StringComparison.Ordinal)
            || (!within.Contains('/', StringComparison.Ordinal)
                && (within.Contains(".db", StringComparison.Ordinal) || within is "lock" or "platform-token" or "staff-1" or "staff-2" or "witness"));
    }
}
