using System.Diagnostics;
using System.Security.Cryptography;

namespace Holdfast.Storage.Sqlite;

/// <summary>Signs the running root soon after new events. Used by the writer; others only read the latest.</summary>
internal sealed class Checkpoints(ECDsa key, TimeProvider time, TimeSpan every, Checkpoint? latest)
{
    private readonly string _keyId = Checkpoint.IdOf(key);
    private long _signed = latest?.Position ?? 0;
    private long _waitsSince;
    private bool _waits;

    /// <summary>The newest one that is durable.</summary>
    public Checkpoint? Latest
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    } = latest;

    /// <summary>Sign whatever waits, now.</summary>
    public bool Hurry { get; set; }

    public bool Due => _waits && (Hurry || Stopwatch.GetElapsedTime(_waitsSince) >= every);

    /// <summary>How long until one may be due.</summary>
    public TimeSpan Next =>
        _waits ? TimeSpan.FromTicks(Math.Clamp((every - Stopwatch.GetElapsedTime(_waitsSince)).Ticks, 10_000, every.Ticks))
        : TimeSpan.FromSeconds(30);

    public void Saw(LogMark mark)
    {
        if (_waits || mark.Position <= _signed) return;
        (_waits, _waitsSince) = (true, Stopwatch.GetTimestamp());
    }

    public Checkpoint Sign(LogMark mark)
    {
        var unsigned = new Checkpoint(
            mark.Position, mark.Root, default, _keyId, time.GetUtcNow().ToUnixTimeMilliseconds());
        (_signed, _waits) = (mark.Position, false);
        return unsigned with { Signature = key.SignData(unsigned.SignedText(), HashAlgorithmName.SHA256) };
    }
}
