using Holdfast.Domain.Official;

namespace Holdfast.Domain.Tests.Official;

/// <summary>What thieves write in place of what is ours; none of it may be said to be.</summary>
internal static class Impostors
{
    public const string Phone = "+15550100123", Email = "desk@kiosk.example", Domain = "kiosk.example", Link = "https://forms.example.net/ask?id=1", Handle = "telegram:kiosk";

    public static readonly OfficialEntry[] List =
    [
        new(OfficialKind.Phone, Phone, "nothing", null), new(OfficialKind.Email, Email, "letters", null), new(OfficialKind.Domain, Domain, "our site", null),
        new(OfficialKind.Link, Link, "a survey", null), new(OfficialKind.Handle, Handle, "news", null),
    ];

    /// <summary>Letters that look like another, or become it when somebody makes them small, compatible or plain; and what nobody sees.</summary>
    private static readonly (char Of, string Alike)[] Letters =
    [
        ('k', "\u212A\u043A\u039A\u03BA\uFF4B"), ('i', "\u0456\u0131\u0130\u2170\u217C1l\uFF49"), ('o', "\u043E\u03BF\u00BA\u24DE0\uFF4F"), ('s', "\u017F\u0455\u02E2$\uFF53"),
        ('e', "\u0435\u212E\u00E9\u03B53\uFF45"), ('x', "\u0445\u2179\u00D7\uFF58"), ('a', "\u0430\u00AA\u0251\uFF41"), ('p', "\u0440\u03C1\uFF50"), ('m', "\u217F\uFF4D"),
        ('l', "\u217C\u04CF1I\uFF4C"), ('d', "\u217E\u0501\uFF44"), ('t', "\u0442\u03C4\uFF54"), ('r', "\u0433\uFF52"), ('g', "\u0261\u210A\uFF47"),
    ];

    private const string Unseen = "\u200B\u200C\u200D\u00AD\u2060\uFEFF\u202E\u0301\u180E\0";

    public static IEnumerable<(OfficialKind Kind, string Text)> All() => new[]
    {
        Spelled(OfficialKind.Email, Email), Spelled(OfficialKind.Domain, Domain), Spelled(OfficialKind.Link, $"https://{Domain}/"), Spelled(OfficialKind.Handle, Handle),
        Lengthened(), Hidden(), Elsewhere(),
    }.SelectMany(texts => texts);

    private static IEnumerable<(OfficialKind Kind, string Text)> Spelled(OfficialKind kind, string ours)
    {
        for (var i = kind == OfficialKind.Link ? "https://".Length : 0; i < ours.Length; i++)
        {
            foreach (var alike in Letters.Where(l => l.Of == ours[i]).SelectMany(l => l.Alike)) yield return (kind, $"{ours[..i]}{alike}{ours[(i + 1)..]}");
            if (i > 0) foreach (var unseen in Unseen) yield return (kind, $"{ours[..i]}{unseen}{ours[i..]}");
        }
    }

    /// <summary>Ours, with something before or behind it.</summary>
    private static IEnumerable<(OfficialKind Kind, string Text)> Lengthened() =>
    [
        (OfficialKind.Domain, "evil" + Domain), (OfficialKind.Domain, "help." + Domain), (OfficialKind.Domain, Domain + ".evil.example"), (OfficialKind.Domain, "kiosk.example.com"),
        (OfficialKind.Email, "x" + Email), (OfficialKind.Email, Email + ".evil.example"), (OfficialKind.Email, $"\"{Email}\"@evil.example"), (OfficialKind.Email, "desk+x@kiosk.example"),
        (OfficialKind.Email, $"{Email}@evil.example"), (OfficialKind.Link, $"https://{Domain}.evil.example/"), (OfficialKind.Link, $"https://evil{Domain}/"),
        (OfficialKind.Link, Link + "1"), (OfficialKind.Link, Link + "&next=https://evil.example"), (OfficialKind.Link, "https://forms.example.net/"), (OfficialKind.Link, "https://forms.example.net/ask"),
        (OfficialKind.Handle, Handle + "_help"), (OfficialKind.Handle, "telegram:_kiosk"), (OfficialKind.Handle, "telegram:kio.sk"),
    ];

    /// <summary>Ours is in it, and it leads elsewhere.</summary>
    private static IEnumerable<(OfficialKind Kind, string Text)> Hidden()
    {
        foreach (var between in (string[])["@", ":x@", "%40", "\\@", "%2F@", "%00@", "#@", "?@", "\u2044@", "\uFF0F", "\uFF20", "\u3002", ".", "-", "%2E", "%252F@"])
            yield return (OfficialKind.Link, $"https://{Domain}{(between is "#@" or "?@" ? "@evil.example/" + between : between + "evil.example/")}");
        foreach (var link in (string[])[$"https://evil.example/{Domain}", $"https://evil.example/?to=https://{Domain}/", $"https://evil.example#{Domain}", $"https://evil.example\\.{Domain}/"])
            yield return (OfficialKind.Link, link);
    }

    /// <summary>The same words in another place, or over another way.</summary>
    private static IEnumerable<(OfficialKind Kind, string Text)> Elsewhere() =>
    [
        (OfficialKind.Handle, "discord:kiosk"), (OfficialKind.Handle, "kiosk"), (OfficialKind.Handle, ":kiosk"), (OfficialKind.Handle, "telegram::kiosk"),
        (OfficialKind.Link, $"http://{Domain}/"), (OfficialKind.Link, $"https://{Domain}:8443/"), (OfficialKind.Link, $"ftp://{Domain}/"), (OfficialKind.Link, $"//{Domain}/"),
        (OfficialKind.Link, $"javascript://{Domain}/%0aalert(1)"), (OfficialKind.Domain, $"https://{Domain}"), (OfficialKind.Phone, Phone), (OfficialKind.Phone, "+1 (555) 010-0123"),
        (OfficialKind.Phone, "+15550100124"), (OfficialKind.Phone, "5550100123"), (OfficialKind.Email, Domain), (OfficialKind.Domain, Email),
    ];
}
