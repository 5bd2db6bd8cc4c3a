namespace Holdfast.Server.Telemetry;

/// <summary>Counts the answers that somebody should look into.</summary>
internal sealed class RequestTally
{
    private long failed, strangers;

    /// <summary>Answers of 500 and above since the start.</summary>
    public long Failed => Volatile.Read(ref failed);

    /// <summary>Requests with a token that is none of ours, or not in force.</summary>
    public long Strangers => Volatile.Read(ref strangers);

    public void Saw(int status)
    {
        if (status >= 500) Interlocked.Increment(ref failed);
        else if (status == 401) Interlocked.Increment(ref strangers);
    }
}
