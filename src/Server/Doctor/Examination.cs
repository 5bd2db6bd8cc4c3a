using Holdfast.Domain.Policies;
using Holdfast.Server.Configuration;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Doctor;

/// <summary>
/// `holdfast doctor`: looks at all that a start with the same options would depend on, changes nothing, and may run beside
/// the server.
/// </summary>
public static class Examination
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(ServerOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        var isRunning = FolderSafety.IsInUse(options.Data);
        var (policy, configuration) = Configured(options, isRunning);
        return
        [
            .. configuration,
            .. Notes(options, policy),
            .. DiskCheck.Look(options),
            .. isRunning ? await RunningCheck.LookAsync(options, stop) : LogCheck.Look(options),
            .. ClockCheck.Look(options, isRunning),
            .. await ChannelCheck.LookAsync(options, stop),
            .. await PublicUrlCheck.LookAsync(options, isRunning, stop),
        ];
    }

    /// <summary>0 where all is fine, 1 where something warns, 2 where something is wrong.</summary>
    public static int ExitCode(IReadOnlyList<Finding> findings) => findings.Max(f => f.Level) switch
    {
        FindingLevel.Fine or FindingLevel.Note => 0,
        FindingLevel.Warning => 1,
        FindingLevel.Wrong => 2,
        var level => throw new InvalidOperationException($"no exit code for {level}"),
    };

    private static (Policy? Policy, IEnumerable<Finding> Findings) Configured(ServerOptions options, bool isRunning)
    {
        List<string> mistakes = [.. options.Mistakes()];
        var policy = PolicyFile.Read(options, mistakes);
        // a server that runs has the folder and the ports, and should
        if (isRunning) mistakes.RemoveAll(m => m == FolderSafety.InUseText(options.Data));
        else mistakes.AddRange(Ports.Mistakes(options));
        return (policy, mistakes.Count == 0
            ? [Finding.Fine("configuration", "the options, the policy file, the folder's modes and its keys are in order")]
            : mistakes.Select(m => Finding.Wrong("configuration", m, "`holdfast serve` starts on nothing while this stands", null)));
    }

    private static IEnumerable<Finding> Notes(ServerOptions options, Policy? policy)
    {
        string[] tokens = Directory.Exists(options.Data) ? [.. DataFolder.FirstTokensIn(options.Data)] : [];
        return Note.Of(options, policy ?? Policy.Default, tokens).Select(n => new Finding("open", FindingLevel.Note, $"{n.Code}: {n.Text}"));
    }
}
