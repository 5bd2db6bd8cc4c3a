using Holdfast.Server.Telemetry;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Server.Hosting;

/// <summary>Rotates the log's key-encryption key while the server serves, when somebody at its data folder asks for it.</summary>
internal sealed partial class KeyKeeper(SqliteLog log, string folder, ILogger<KeyKeeper> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500), TryAgain = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await Task.Delay(RotationRequest.IsAsked(folder) && !await TryRotateAsync() ? TryAgain : LookEvery, stop);
    }

    private async Task<bool> TryRotateAsync()
    {
        try
        {
            var owners = await log.RotateAsync();
            RotationRequest.End(folder);
            LogRotated(owners);
            return true;
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not LogUnavailableException)
        {
            LogFailed(new Reported(e));
            return false;
        }
    }

    [LoggerMessage(22, LogLevel.Information, "the keys of {Owners} owners are sealed with a fresh key-encryption key; the old one is gone")]
    private partial void LogRotated(long owners);

    [LoggerMessage(23, LogLevel.Error, "the key-encryption key can't be rotated now; trying again")]
    private partial void LogFailed(Reported e);
}
