using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Canaries;

/// <summary>Keeps every log line with all that hangs on it: text, values, exception. No sink writes scopes: the framework's hold the path.</summary>
public sealed class CapturedLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public byte[] All => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    public void Dispose()
    {
        // nothing is held
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> named ? string.Join(' ', named.Select(v => $"{v.Key}={v.Value}")) : "";
            lines.Enqueue($"{category} {logLevel} {eventId.Id} {formatter(state, exception)} {values} {exception}");
        }
    }
}
