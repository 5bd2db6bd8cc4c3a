using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Sessions;

/// <summary>
/// Somebody is signed in to the console as the owner. Only the hash of what his browser holds is kept. Limits: RELIABILITY 1.3, after
/// NIST SP 800-63B-4 section 2.2.3.
/// </summary>
/// <param name="Id">Names it in `by.session`; it opens nothing.</param>
/// <param name="Hash">SHA-256 of the token in the browser's cookie, in lower-case hex.</param>
/// <param name="Account">The account that it was opened for.</param>
/// <param name="Since">By the clock that holds are counted by.</param>
/// <param name="Until">It ends then at the latest, by the later clock.</param>
/// <param name="Factor">The factor that signed it in; null while only a link from the platform did.</param>
/// <param name="FailedCodes">Wrong codes that came with it.</param>
/// <param name="Device">What the browser called itself.</param>
public sealed record ConsoleSession(
    string Id, string Hash, string Account, Instant Since, Instant Until, string? Factor, int FailedCodes = 0, string? Device = null)
{
    /// <summary>However busy it is.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Without a request it ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    /// <summary>Of one owner; the oldest give way.</summary>
    public const int Most = 10;

    /// <summary>Wrong codes after which it ends.</summary>
    public const int MostFailures = 5;

    /// <summary>A factor was used, so it may ask for more than reading, stopping and freezing.</summary>
    [JsonIgnore]
    public bool IsFull => Factor is not null;

    public bool IsOver(Instant wall) => wall > Until;

    internal static bool SameHash(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(a), System.Text.Encoding.ASCII.GetBytes(b));
}

/// <summary>A link by which the platform lets its signed-in customer into the console: once, within a minute.</summary>
/// <param name="Hash">SHA-256 of its token in lower-case hex.</param>
public sealed record ConsoleLink(string Hash, string Account, Instant Until)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    /// <summary>Of one owner; the oldest give way.</summary>
    public const int Most = 5;
}

/// <summary>The factor that signed in, and what was spent of it.</summary>
/// <param name="Step">The time step of a code, the place of a recovery code, or a passkey's count of signatures.</param>
public sealed record SignInMark(string? Factor, FactorKind Kind, long? Step);
