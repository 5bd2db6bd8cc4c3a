namespace Holdfast.Signing.Requests;

/// <summary>A request as raw bytes, as they came: nothing decoded, nothing brought into another form.</summary>
public readonly ref struct SignedRequest
{
    public required ReadOnlySpan<byte> Method { get; init; }

    /// <summary>Path, and `?` with the query where there is one, exactly as sent.</summary>
    public required ReadOnlySpan<byte> Target { get; init; }

    /// <summary>The host that the client asked for.</summary>
    public ReadOnlySpan<byte> Host { get; init; }

    public HeaderFields Headers { get; init; }

    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The body was not handed over, so nobody knows whether there is one.</summary>
    public bool IsBodyWithheld { get; init; }

    /// <summary>Room that is enough to read this request with any scheme.</summary>
    public int ScratchBytes => 4096 + (3 * Target.Length) + Host.Length + Body.Length + (4 * HeaderBytes);

    private int HeaderBytes
    {
        get
        {
            var bytes = 0;
            for (var i = 0; i < Headers.Count; i++) bytes += Headers.Name(i).Length + Headers.Value(i).Length;
            return bytes;
        }
    }
}
