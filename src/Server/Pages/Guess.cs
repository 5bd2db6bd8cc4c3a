using Holdfast.Domain.Official;
using Holdfast.Server.Verification;

namespace Holdfast.Server.Pages;

/// <summary>What somebody typed into the one field that there is.</summary>
internal static class Guess
{
    /// <summary>`code` or a kind of the official list; null where it could be anything.</summary>
    public static string? Of(string text)
    {
        text = text.Trim();
        if (AnnouncementCodes.Read(text) is not null) return "code";
        if (text.Contains("://", StringComparison.Ordinal)) return "link";
        if (text.Contains('@', StringComparison.Ordinal) && !text.StartsWith('@') && !text.Contains(':', StringComparison.Ordinal)) return "email";
        if (OfficialText.Read(OfficialKind.Phone, text) is not null) return "phone";
        if (OfficialText.Read(OfficialKind.Handle, text) is not null) return "handle";
        if (OfficialText.Read(OfficialKind.Domain, text) is not null) return "domain";
        return null;
    }
}
