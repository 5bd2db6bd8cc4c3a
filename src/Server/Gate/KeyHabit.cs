namespace Holdfast.Server.Gate;

/// <summary>When a key was last used for what; a few words of memory, written without a lock.</summary>
internal sealed class KeyHabit
{
    private long requests, refused, lastUsed;

    public long Requests => Volatile.Read(ref requests);

    public long Refused => Volatile.Read(ref refused);

    /// <summary>Milliseconds since 1970; 0: never since the start.</summary>
    public long LastUsed => Volatile.Read(ref lastUsed);

    public void Used(long at)
    {
        Interlocked.Increment(ref requests);
        Volatile.Write(ref lastUsed, at);
    }

    public void WasRefused() => Interlocked.Increment(ref refused);
}
