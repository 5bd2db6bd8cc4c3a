using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Holdfast.Fuzz.Http;

/// <summary>Listens to what the server logs: an exception that nobody caught shows there and nowhere else.</summary>
internal sealed class LogWatch : ILoggerProvider
{
    private readonly ConcurrentQueue<string> errors = new();

    public IEnumerable<string> Take()
    {
        while (errors.TryDequeue(out var error)) yield return error;
    }

    public ILogger CreateLogger(string categoryName) => new Listener(this, categoryName);

    public void Dispose()
    {
        // nothing is held
    }

    private sealed class Listener(LogWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) watch.errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
