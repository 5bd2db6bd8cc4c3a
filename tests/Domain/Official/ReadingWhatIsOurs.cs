using Holdfast.Domain.Official;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Tests.Official;

public sealed class ReadingWhatIsOurs
{
    private static readonly OfficialEntry[] List =
    [
        new(OfficialKind.Phone, "+15550100123", "nothing: we never call", null), new(OfficialKind.Email, "news@example.com", "news", null),
        new(OfficialKind.Domain, "example.com", "our site", null), new(OfficialKind.Link, "https://forms.example.net/holdfast?id=1", "a survey", new Instant(1_000_000)),
        new(OfficialKind.Handle, "telegram:example_news", "news", null),
    ];

    [Theory]
    [InlineData(OfficialKind.Phone, "+1 (555) 010-0123", "+15550100123")]
    [InlineData(OfficialKind.Phone, "+1/555.010-0123", "+15550100123")]
    [InlineData(OfficialKind.Email, "News@EXAMPLE.com", "news@example.com")]
    [InlineData(OfficialKind.Email, "a+b@bücher.example", "a+b@xn--bcher-kva.example")]
    [InlineData(OfficialKind.Domain, "Example.COM.", "example.com")]
    [InlineData(OfficialKind.Domain, "exаmple.com", "xn--exmple-4nf.com")]
    [InlineData(OfficialKind.Link, "HTTPS://Example.com/a?b=c#d", "https://example.com/a?b=c")]
    [InlineData(OfficialKind.Handle, "Telegram:@Example_News", "telegram:example_news")]
    public void Has_one_form(OfficialKind kind, string typed, string form)
    {
        Assert.Equal(form, OfficialText.Read(kind, typed));
        Assert.Equal(form, OfficialText.Read(kind, form));
    }

    [Theory]
    [InlineData(OfficialKind.Phone, "5550100123")]
    [InlineData(OfficialKind.Phone, "+0 555 0100 123")]
    [InlineData(OfficialKind.Phone, "+1555010012345678")]
    [InlineData(OfficialKind.Phone, "+1555abc0123")]
    [InlineData(OfficialKind.Phone, "+١٥٥٥٠١٠٠١٢٣")]
    [InlineData(OfficialKind.Email, "news@example")]
    [InlineData(OfficialKind.Email, "@example.com")]
    [InlineData(OfficialKind.Email, "ne ws@example.com")]
    [InlineData(OfficialKind.Email, "nеws@example.com")]
    [InlineData(OfficialKind.Email, "\"news\"@example.com")]
    [InlineData(OfficialKind.Domain, "example")]
    [InlineData(OfficialKind.Domain, "-example.com")]
    [InlineData(OfficialKind.Domain, "exa_mple.com")]
    [InlineData(OfficialKind.Domain, "192.0.2.1")]
    [InlineData(OfficialKind.Domain, "example..com")]
    [InlineData(OfficialKind.Domain, "")]
    [InlineData(OfficialKind.Link, "http://example.com/")]
    [InlineData(OfficialKind.Link, "https://example.com@evil.example/")]
    [InlineData(OfficialKind.Link, "https://example.com:8443/")]
    [InlineData(OfficialKind.Link, "https://example.com\\@evil.example/")]
    [InlineData(OfficialKind.Link, "https:/example.com")]
    [InlineData(OfficialKind.Link, "https://192.0.2.1/")]
    [InlineData(OfficialKind.Link, "javascript:alert(1)")]
    [InlineData(OfficialKind.Link, "data:text/html,x")]
    [InlineData(OfficialKind.Link, "https://example.com/%6%61")]
    [InlineData(OfficialKind.Link, "https://example.com/%")]
    [InlineData(OfficialKind.Handle, "example_news")]
    [InlineData(OfficialKind.Handle, "telegram:")]
    [InlineData(OfficialKind.Handle, "telegram:exаmple")]
    [InlineData(OfficialKind.Handle, "tele gram:example")]
    [InlineData(OfficialKind.Handle, "telegram:\u212Aiosk")]
    [InlineData(OfficialKind.Handle, "faceboo\u212A:example")]
    public void Is_nothing_where_it_could_be_read_in_two_ways(OfficialKind kind, string typed) => Assert.Null(OfficialText.Read(kind, typed));

    [Theory]
    [InlineData(OfficialKind.Email, "news@example.com", Verdict.Ours)]
    [InlineData(OfficialKind.Email, "news@example.com.evil.example", Verdict.NotOurs)]
    [InlineData(OfficialKind.Email, "support@example.com", Verdict.NotOurs)]
    [InlineData(OfficialKind.Domain, "example.com", Verdict.Ours)]
    [InlineData(OfficialKind.Domain, "help.example.com", Verdict.NotOurs)]
    [InlineData(OfficialKind.Domain, "exаmple.com", Verdict.NotOurs)]
    [InlineData(OfficialKind.Link, "https://example.com/security/update", Verdict.Ours)]
    [InlineData(OfficialKind.Link, "https://example.com.evil.example/", Verdict.NotOurs)]
    [InlineData(OfficialKind.Link, "https://evil.example/example.com", Verdict.NotOurs)]
    [InlineData(OfficialKind.Link, "https://forms.example.net/holdfast?id=1", Verdict.Ours)]
    [InlineData(OfficialKind.Link, "https://forms.example.net/holdfast?id=2", Verdict.NotOurs)]
    [InlineData(OfficialKind.Link, "http://example.com/", Verdict.CannotTell)]
    [InlineData(OfficialKind.Handle, "telegram:Example_News", Verdict.Ours)]
    [InlineData(OfficialKind.Handle, "telegram:example_news_", Verdict.NotOurs)]
    [InlineData(OfficialKind.Handle, "discord:example_news", Verdict.NotOurs)]
    [InlineData(OfficialKind.Phone, "+15550100123", Verdict.CannotTell)]
    [InlineData(OfficialKind.Phone, "+15550100124", Verdict.NotOurs)]
    public void Is_said_of_an_exact_entry_and_never_of_a_number(OfficialKind kind, string typed, Verdict said) =>
        Assert.Equal(said, OfficialAnswer.Of(List, kind, typed, new Instant(500_000)).Verdict);

    [Fact]
    public void Is_over_when_it_says_so() =>
        Assert.Equal(Verdict.NotOurs, OfficialAnswer.Of(List, OfficialKind.Link, "https://forms.example.net/holdfast?id=1", new Instant(1_000_001)).Verdict);
}
