using Holdfast.Server.Hosting;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;

namespace Holdfast.Server.Doctor;

/// <summary>The log of a server that does not run.</summary>
internal static class LogCheck
{
    private const string Check = "log";

    public static IEnumerable<Finding> Look(ServerOptions options) => [Look(options.Data)];

    private static Finding Look(string folder)
    {
        try
        {
            return LogGlance.At(folder) switch
            {
                null => new(Check, FindingLevel.Note, "there is no log yet: the first start makes it"),
                { Latest: null } glance => Finding.Fine(Check, $"it opens; {glance.Head} events, none signed yet"),
                { IsSigned: false, Latest: var latest } => Finding.Wrong(
                    Check, $"the newest checkpoint, at {latest.Position}, is not signed by this log's key",
                    "somebody changed the log or a key", "stop here, keep the folder as it is, and run `holdfast audit`"),
                var glance when glance.Latest.Position > glance.Head => Finding.Wrong(
                    Check, $"it ends at {glance.Head}, but its newest checkpoint is at {glance.Latest.Position}",
                    "its end was cut off", "restore a copy that has it, and run `holdfast audit`"),
                var glance => Finding.Fine(Check, $"it opens; {glance.Head} events, signed up to {glance.Latest.Position}; `holdfast audit` reads all of it"),
            };
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException or IOException or UnauthorizedAccessException)
        {
            return Finding.Wrong(Check, $"it doesn't open: {e.Message}", "nothing can be decided", "restore what is missing from a copy");
        }
    }
}
