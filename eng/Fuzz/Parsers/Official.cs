using Holdfast.Domain.Official;

namespace Holdfast.Fuzz.Parsers;

/// <summary>What people type to ask whether it is ours: whatever is read has one form, of ASCII, which is read as itself.</summary>
internal static class Official
{
    public static Parser[] All() =>
    [
        Of(OfficialKind.Phone, "+1 (555) 010-0123", "+15550100123", "+49 30/1234567"),
        Of(OfficialKind.Email, "News@Example.com", "a+b@bücher.example", "x@xn--bcher-kva.example"),
        Of(OfficialKind.Domain, "example.com", "Bücher.example", "exаmple.com", "xn--bcher-kva.example."),
        Of(OfficialKind.Link, "https://example.com/a?b=c#d", "HTTPS://Example.COM/%61", "https://bücher.example/ä", "https://a@b.example/", "https://a.example:443/"),
        Of(OfficialKind.Handle, "telegram:@Example_News", "x:a.b-c"),
    ];

    private static Parser Of(OfficialKind kind, params string[] seeds) => Parser.Of<string>(
        "official " + OfficialEntry.Kinds[(int)kind],
        (string text, out string value) =>
        {
            value = OfficialText.Read(kind, text) ?? "";
            if (value.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new BrokenPromiseException("the form is not of printable ASCII");
            if (kind == OfficialKind.Link && value.Length > 0 && OfficialText.Read(OfficialKind.Domain, OfficialText.HostOf(value)) is null)
                throw new BrokenPromiseException("the host of a link is no domain");
            return value.Length > 0;
        },
        value => value, seeds) with
    { Bytes = (65_536, 512) };
}
