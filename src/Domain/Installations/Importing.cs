using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>When accounts may be taken over from a platform that moves in: in the first days, by a file that two staff members agreed on.</summary>
public static class Importing
{
    /// <summary>Importing makes aged power, so it ends for good.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromDays(30);

    /// <param name="at">By the clock that never goes ahead of what is vouched for.</param>
    /// <returns>Why a file may not be taken; null where it may.</returns>
    public static Refusal? Missing(InstallationState state, string digest, Instant at) =>
        Closed(state, at) ?? (Agreed(state, digest, at) is null ? NotAgreed : null);

    /// <returns>Why no file may be taken, whichever it is; null where there is one that may.</returns>
    public static Refusal? MissingAny(InstallationState state, Instant at) =>
        Closed(state, at) ?? (Array.Exists(state.AsOf(at).Acts, IsDone) ? null : NotAgreed);

    /// <summary>The act by which two staff members agreed on a file; null where they did not.</summary>
    internal static StaffAct? Agreed(InstallationState state, string digest, Instant at) =>
        Array.Find(state.AsOf(at).Acts, a => IsDone(a) && string.Equals(a.Digest, digest, StringComparison.Ordinal));

    internal static Refusal? Closed(InstallationState state, Instant at) => at > state.Began + Open
        ? new Refusal(RefusalKind.State, "importClosed", "accounts are imported in the first 30 days only")
        : null;

    private static Refusal NotAgreed => new(RefusalKind.Rule, "importNotAgreed", "two staff members have not agreed on this file");

    private static bool IsDone(StaffAct act) => act is { Kind: ActKind.Import, IsDone: true };
}
