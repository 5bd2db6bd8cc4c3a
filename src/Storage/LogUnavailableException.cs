namespace Holdfast.Storage;

/// <summary>The disk or the database failed. What was not acknowledged may or may not be recorded: deny.</summary>
public sealed class LogUnavailableException : IOException
{
    /// <inheritdoc/>
    public LogUnavailableException() { }

    /// <inheritdoc/>
    public LogUnavailableException(string message) : base(message) { }

    /// <inheritdoc/>
    public LogUnavailableException(string message, Exception cause) : base(message, cause) { }
}

/// <summary>What is stored is not what was written; audit the log before anything else.</summary>
public sealed class LogDamagedException : IOException
{
    /// <inheritdoc/>
    public LogDamagedException() { }

    /// <inheritdoc/>
    public LogDamagedException(string message) : base(message) { }

    /// <inheritdoc/>
    public LogDamagedException(string message, Exception cause) : base(message, cause) { }
}

/// <summary>The owner's key was destroyed; nothing can be recorded for him any more.</summary>
public sealed class OwnerErasedException : InvalidOperationException
{
    /// <inheritdoc/>
    public OwnerErasedException() { }

    /// <inheritdoc/>
    public OwnerErasedException(string owner) : base($"owner `{owner}` is erased") { }

    /// <inheritdoc/>
    public OwnerErasedException(string message, Exception cause) : base(message, cause) { }
}
