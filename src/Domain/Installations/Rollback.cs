using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>A checkpoint that was seen of this log once and that the log does not have.</summary>
/// <param name="Root">32 bytes in lower-case hex.</param>
public sealed record SeenCheckpoint(long Position, string Root);

/// <summary>The log is an older copy of itself, or another one: what was seen of it is not there.</summary>
/// <param name="Digest">What two staff members accept it by.</param>
/// <param name="Head">The last event that was there when it was noticed.</param>
/// <param name="Seen">What is missing.</param>
/// <param name="By">Who proposed to go on; null until two agreed.</param>
public sealed record Rollback(
    string Digest, long Head, SeenCheckpoint[] Seen, Instant FoundAt, string? By = null, string? SecondedBy = null)
{
    /// <summary>While it is, nothing is allowed and nothing expands.</summary>
    [JsonIgnore]
    public bool IsOpen => By is null;
}

/// <summary>At the start: what others hold of this log does not fit to it.</summary>
public sealed record FindRollback(long Head, SeenCheckpoint[] Seen)
{
    /// <summary>Nothing where two accepted to go on without just this, or where it was found before.</summary>
    public static InstallationOutcome Decide(InstallationState state, FindRollback find, Instant at)
    {
        var s = state.AsOf(at);
        var open = s.Rollback is { IsOpen: true } standing ? standing.Seen : [];
        SeenCheckpoint[] news = [.. find.Seen.Where(seen => !s.GoneFor.Contains(seen) && !open.Contains(seen))];
        if (news.Length == 0) return new InstallationOutcome.Nothing();
        SeenCheckpoint[] all = [.. open.Concat(news).OrderBy(c => c.Position).ThenBy(c => c.Root, StringComparer.Ordinal)];
        return new InstallationOutcome.Records(new InstallationEvent.RollbackFound(Digest(find.Head, all), find.Head, all));
    }

    /// <summary>SHA-256 of the RFC 8785 form of `{head, seen}`.</summary>
    private static string Digest(long head, SeenCheckpoint[] seen)
    {
        var each = seen.Select(c => string.Create(CultureInfo.InvariantCulture, $$"""{"position":{{c.Position}},"root":"{{c.Root}}"}"""));
        var text = string.Create(CultureInfo.InvariantCulture, $$"""{"head":{{head}},"seen":[{{string.Join(',', each)}}]}""");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }
}
