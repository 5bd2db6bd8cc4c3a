using System.Text.RegularExpressions;
using Holdfast.Storage;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// An exception as it may be logged: its types and places, and its text only where that is known to quote nobody. What a parser
/// or a socket says of its failure may hold a body, an address or a label. Every log line takes its exception in this form.
/// </summary>
internal sealed partial class Reported(Exception exception)
    : Exception(TextOf(exception), exception.InnerException is { } inner ? new Reported(inner) : null)
{
    public override string? StackTrace => exception.StackTrace;

    public override string ToString() =>
        $"{Message}{Environment.NewLine}{StackTrace}{(InnerException is { } inner ? $"{Environment.NewLine} caused by {inner}" : "")}";

    private static string TextOf(Exception exception)
    {
        var name = exception.GetType().FullName!;
        return exception switch
        {
            LogUnavailableException or LogDamagedException when exception.InnerException is null => $"{name}: {exception.Message}",
            IOException or UnauthorizedAccessException when exception.GetType().Assembly == typeof(object).Assembly =>
                $"{name}: {Quoted().Replace(exception.Message, "'…'")}",
            _ => name,
        };
    }

    /// <summary>From the first quote to the last: names of files hold names of channels.</summary>
    [GeneratedRegex("'.*'", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
