using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>Makes a token. One staff member suffices, but for a token with the role `staff`, which waits for a second and then for the hold of a factor.</summary>
/// <param name="Hash">SHA-256 of the token in lower-case hex.</param>
/// <param name="By">The name of the staff token that the request came with.</param>
/// <param name="Act">The id of the act that proposes a staff token.</param>
public sealed record IssueToken(string Name, TokenRole[] Roles, string Hash, string By, string Act)
{
    public static InstallationOutcome Decide(InstallationState state, IssueToken issue, Instant at)
    {
        var s = state.AsOf(at);
        if (StaffSay.Missing(s, issue.By) is { } refusal) return new InstallationOutcome.Refused(refusal);
        if (Malformed(issue) is { Length: > 0 } mistakes) return new InstallationOutcome.Refused(mistakes);
        var token = new Token(issue.Name, [.. issue.Roles.Distinct().Order()], issue.Hash, issue.By);
        if (s.FindToken(token.Name) is { } old && string.Equals(Digest(old), Digest(token), StringComparison.Ordinal))
            return new InstallationOutcome.Nothing();
        if (Taken(s, token) is { } taken) return new InstallationOutcome.Refused(taken);
        if (!token.Has(TokenRole.Staff)) return new InstallationOutcome.Records(new InstallationEvent.TokenIssued(token));
        return ProposeAct.Open(s, ActKind.Token, Digest(token), issue.By)
            ?? ProposeAct.Record(s, new InstallationEvent.ActProposed(
                issue.Act, ActKind.Token, Digest(token), issue.By, token));
    }

    /// <summary>Why a token can't be live beside those that are.</summary>
    internal static Refusal? Taken(InstallationState s, Token token)
    {
        if (s.FindToken(token.Name) is not null)
            return new Refusal(RefusalKind.State, "tokenNameUsed", $"there is a token `{token.Name}`; end it first", "/name");
        return s.FindTokenByHash(token.Hash) is null
            ? null
            : new Refusal(RefusalKind.Meaning, "tokenHashUsed", "another token is the same");
    }

    /// <summary>What two staff members agree on: RFC 8785 of hash, name and roles.</summary>
    private static string Digest(Token token)
    {
        var roles = string.Join(',', token.Roles.Select(r => $"\"{r.ToString().ToLowerInvariant()}\""));
        var text = $"{{\"hash\":\"{token.Hash}\",\"name\":\"{token.Name}\",\"roles\":[{roles}]}}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static Refusal[] Malformed(IssueToken issue)
    {
        var mistakes = new List<Refusal>();
        if (!Tokens.IsName(issue.Name))
            mistakes.Add(new Refusal(RefusalKind.Meaning, "tokenNameInvalid",
                "a name is 1 to 64 letters, digits, dots, hyphens and underscores", "/name"));
        if (issue.Roles.Length == 0) mistakes.Add(new Refusal(RefusalKind.Meaning, "rolesMissing", "a token has a role", "/roles"));
        if (!Tokens.IsDigest(issue.Hash))
            mistakes.Add(new Refusal(RefusalKind.Meaning, "hashInvalid", "a hash is 64 lower-case hex digits"));
        return [.. mistakes];
    }
}
